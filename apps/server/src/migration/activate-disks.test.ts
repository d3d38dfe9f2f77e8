import { expect, it } from 'vitest';
import type { HostId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { activateDisks } from './activate-disks.ts';

const place = { uuid: 'u', hostId: 'host_1' as HostId, hostName: 'host1' };

/** A QEMU with one disk and an empty drive, which answers some commands with a refusal. */
function asked(refuses: readonly string[]) {
  const commands: string[] = [];
  const connection = {
    domainLookupByUuid: async () => ({}),
    call: async (_: string, { cmd }: { cmd: string }) => {
      const { execute, arguments: args } = JSON.parse(cmd);
      commands.push(args?.['node-name'] ?? execute);
      const error = { class: 'GenericError', desc: 'no' };
      const devices = [{ inserted: { 'node-name': 'libvirt-1-format' } }, {}];
      return {
        result: JSON.stringify(refuses.includes(execute) ? { error } : { return: devices }),
      };
    },
  };
  const services = { hosts: { libvirtJobs: async () => connection } } as unknown as Services;
  const outcome = activateDisks({ services, signal: new AbortController().signal }, place);
  return { commands, outcome };
}

const ALL = [
  ...['query-block', 'nbd-server-stop', 'nbd-server-start', 'libvirt-1-format'],
  'nbd-server-stop',
];

it('exports each disk for a moment, and no empty drive', async () => {
  const { commands, outcome } = asked([]);
  await outcome;
  expect(commands).toEqual(ALL);
});

it('leaves nothing exported when QEMU refuses, and tells what to do', async () => {
  const { commands, outcome } = asked(['block-export-add']);
  await expect(outcome).rejects.toBeInstanceOf(FatalTaskError);
  await expect(outcome).rejects.toThrow('Resume it first');
  expect(commands).toEqual(ALL);
});
