import type { Connection, Domain } from '@baadal/libvirt';
import { describe, expect, it } from 'vitest';
import { writeOut } from './take-snapshot.ts';

/** A domain whose agent is connected, or is not; the guests of the integration tests have none. */
async function askedOf(agent: 'connected' | 'disconnected', state: string): Promise<string[]> {
  const asked: string[] = [];
  const xml = `<target type='virtio' name='org.qemu.guest_agent.0' state='${agent}'/>`;
  const domain = { xml: async () => xml, state: async () => ({ state, reason: 'user' }) };
  const call = async (name: string) => {
    asked.push(name);
    return { filesystems: 2 };
  };
  await writeOut(
    { log: () => undefined },
    {
      domain: domain as unknown as Domain,
      connection: { call } as unknown as Connection,
      signal: new AbortController().signal,
    },
  );
  return asked;
}

describe('what a guest holds in memory alone', () => {
  it('is written to its disks before a snapshot with memory is taken', async () => {
    expect(await askedOf('connected', 'running')).toEqual(['domainFsfreeze', 'domainFsthaw']);
  });

  it('stays there when nobody can be asked', async () => {
    expect(await askedOf('connected', 'paused')).toEqual([]);
    expect(await askedOf('disconnected', 'running')).toEqual([]);
  });
});
