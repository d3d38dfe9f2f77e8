import { DomainVcpuFlags, LibvirtError } from '@baadal/libvirt';
import { describe, expect, it } from 'vitest';
import { hasGuestAgent, turnOnVcpus } from './guest-agent.ts';

/** What libvirt says of a guest that has not found them yet. */
const LATE = new LibvirtError(
  {
    ...{ code: 1, domain: 10, message: 'guest agent reports less cpu than requested', level: 2 },
    ...{ dom: null, str1: null, str2: null, str3: null, int1: 0, int2: 0, net: null },
  },
  'domainSetVcpusFlags',
);

describe('the guest agent', () => {
  it('is known by its channel, when it is connected', () => {
    const agent = "<target type='virtio' name='org.qemu.guest_agent.0' state='connected'/>";
    expect(hasGuestAgent(agent)).toBe(true);
    expect(hasGuestAgent(agent.replace('connected', 'disconnected'))).toBe(false);
  });

  it('is asked for the vCPUs until the guest has found them', async () => {
    const asked: number[][] = [];
    const late = {
      setVcpus: (count: number, flags = 0) => {
        asked.push([count, flags]);
        return asked.length < 2 ? Promise.reject(LATE) : Promise.resolve();
      },
    };
    await turnOnVcpus(late, 2, new AbortController().signal);
    expect(asked).toEqual([
      [2, DomainVcpuFlags.GUEST],
      [2, DomainVcpuFlags.GUEST],
    ]);
  });
});
