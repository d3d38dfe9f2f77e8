import { type Connection, type Domain, LibvirtError } from '@baadal/libvirt';
import { describe, expect, it } from 'vitest';
import type { StepContext } from '../task/task-definition.ts';
import { createSnapshotTask } from './create-snapshot.task.ts';
import { type Froze, writeOut } from './take-snapshot.ts';

const HANGS = new LibvirtError(
  {
    ...{ code: 86, domain: 10, level: 2, message: 'Guest agent is not responding' },
    ...{ dom: null, net: null, str1: null, str2: null, str3: null, int1: 0, int2: 0 },
  },
  'domainFsthaw',
);

/**
 * A domain whose agent is connected, or is not, and hangs when it is asked some; the guests of the
 * integration tests have none.
 */
async function writtenOut(
  agent: 'connected' | 'disconnected',
  state: string,
  hangsAt: readonly string[] = [],
) {
  const asked: string[] = [];
  const levels: string[] = [];
  const xml = `<target type='virtio' name='org.qemu.guest_agent.0' state='${agent}'/>`;
  const domain = { xml: async () => xml, state: async () => ({ state, reason: 'user' }) };
  const call = async (name: string) => {
    asked.push(name);
    if (hangsAt.includes(name)) throw HANGS;
    return { filesystems: 2 };
  };
  const froze = await writeOut(
    { log: (level) => void levels.push(level) },
    {
      domain: domain as unknown as Domain,
      connection: { call } as unknown as Connection,
      signal: new AbortController().signal,
    },
  );
  return { asked, levels, stuck: froze.stuck };
}

describe('what a guest holds in memory alone', () => {
  it('is written to its disks before a snapshot with memory is taken', async () => {
    const { asked, stuck } = await writtenOut('connected', 'running');
    expect(asked).toEqual(['domainFsfreeze', 'domainFsthaw']);
    expect(stuck).toBe(false);
  });

  it('stays there when nobody can be asked', async () => {
    expect((await writtenOut('connected', 'paused')).asked).toEqual([]);
    expect((await writtenOut('disconnected', 'running')).asked).toEqual([]);
  });
});

describe('a guest agent that hangs', () => {
  const message = (froze: Froze) =>
    createSnapshotTask.succeeded(
      { result: () => ({ ...froze, disks: [] }) } as unknown as StepContext<never>,
      [],
    );

  it('before anything is frozen, is a warning', async () => {
    const { levels, stuck } = await writtenOut('connected', 'running', [
      'domainFsfreeze',
      'domainFsthaw',
    ]);
    expect(levels).toEqual(['WARN', 'WARN']);
    expect(stuck).toBe(false);
    expect(message({ quiesced: false, stuck })).toBe('Snapshotted successfully');
  });

  it('while the file systems are frozen, is an error that the task ends with', async () => {
    const { levels, stuck } = await writtenOut('connected', 'running', ['domainFsthaw']);
    expect(levels).toEqual(['INFO', 'ERROR']);
    expect(message({ quiesced: true, stuck })).toContain('if the guest hangs, reset it');
  });
});
