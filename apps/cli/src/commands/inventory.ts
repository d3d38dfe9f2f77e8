import type { Command } from 'commander';
import { formatMiB } from '../amounts.ts';
import { HostListDocument } from '../api/generated/graphql.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { addHostCommands } from './host.ts';
import { addMaintenanceCommands } from './maintenance.ts';

async function listHosts(context: CommandContext): Promise<void> {
  const { hosts } = await context.api().request(HostListDocument, {});
  context.printRows(
    [
      { head: 'NAME', cell: ({ name }) => name },
      { head: 'STATUS', cell: ({ status }) => status, style: context.status },
      { head: 'ADDRESS', cell: ({ address }) => address },
      { head: 'VMS', cell: ({ used }) => used.vms, align: 'right' },
      { head: 'VCPUS', cell: ({ used, cpus }) => `${used.vcpus} on ${cpus}`, align: 'right' },
      {
        head: 'RAM',
        cell: ({ used, ramMiB }) => `${formatMiB(used.ramMiB)} of ${formatMiB(ramMiB)}`,
        align: 'right',
      },
      {
        head: 'DISK',
        cell: ({ used, diskGiB }) => `${used.diskGiB} of ${diskGiB} GiB`,
        align: 'right',
      },
      { head: 'REASON', cell: ({ statusReason }) => statusReason ?? '' },
      { head: 'ID', cell: ({ id }) => id },
    ],
    hosts,
    'No hosts',
  );
}

/** `host list` and all else about hosts. */
export function addInventoryCommands(program: Command, act: Act): void {
  const host = program.command('host').description('the machines VMs run on');
  host
    .command('list')
    .description('list hosts with what is used of them')
    .action(act((context) => listHosts(context)));
  addHostCommands(host, act);
  addMaintenanceCommands(program, host, act);
}
