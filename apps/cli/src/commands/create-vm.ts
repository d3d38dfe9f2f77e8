import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parseRamMiB } from '../amounts.ts';
import {
  CreateVmChoicesDocument,
  type CreateVmChoicesQuery,
  CreateVmDocument,
} from '../api/generated/graphql.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { reportTask } from '../task-view.ts';
import { parseCount, watchOption } from './options.ts';

interface CreateOptions {
  readonly template: string;
  readonly vcpus?: number;
  readonly ram?: number;
  readonly extraDisk?: number;
  readonly disk?: number;
  readonly sshKey?: string;
  readonly userData?: string;
  readonly host?: string;
  readonly datastore?: string;
  readonly network?: string;
  readonly purpose?: string;
  readonly start: boolean;
  readonly watch?: boolean;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * The id of what is given by id or name; capital letters matter only where two names differ in
 * nothing else. @throws {CliError} NOT_FOUND with the choices, AMBIGUOUS
 */
export function pick(kind: string, choices: readonly Named[], given: string): string {
  const byId = choices.find(({ id }) => id === given);
  if (byId) return byId.id;
  const exact = choices.filter(({ name }) => name === given);
  const alike = choices.filter(({ name }) => name.toLowerCase() === given.toLowerCase());
  const [only, ...others] = exact.length > 0 ? exact : alike;
  if (!only) {
    const names = choices.map(({ name }) => name).join(', ') || 'none';
    throw new CliError('NOT_FOUND', `There is no ${kind} ${given}`, {
      remedy: `There are: ${names}`,
    });
  }
  if (others.length === 0) return only.id;
  throw new CliError('AMBIGUOUS', `${others.length + 1} ${kind}s are named ${given}`, {
    remedy: 'Give the id.',
  });
}

/** The text of a file. @throws {CliError} USAGE when it cannot be read */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw usageError(`Cannot read ${file}: ${(cause as Error).message}`);
  }
}

function createInput(name: string, options: CreateOptions, choices: CreateVmChoicesQuery) {
  const active = choices.templates.filter((template) => template.active);
  const datastores = (choices.datastoreChoice?.candidates ?? []).map((each) => each.datastore);
  const idOf = (kind: string, of: readonly Named[], given: string | undefined) =>
    given === undefined ? null : pick(kind, of, given);
  return {
    name,
    templateId: pick('template', active, options.template),
    vcpus: options.vcpus ?? null,
    ramMiB: options.ram ?? null,
    extraDiskGiB: options.extraDisk ?? null,
    diskGiB: options.disk ?? null,
    sshKey: options.sshKey === undefined ? null : textOf(options.sshKey),
    userData: options.userData === undefined ? null : textOf(options.userData),
    hostId: idOf('host', choices.hosts ?? [], options.host),
    datastoreId: idOf('datastore', datastores, options.datastore),
    securityDomainId: idOf('security domain', choices.securityDomains, options.network),
    purpose: options.purpose ?? null,
    start: options.start,
  };
}

async function createVm(
  context: CommandContext,
  name: string,
  options: CreateOptions,
): Promise<void> {
  const api = context.api();
  const choices = await api.request(CreateVmChoicesDocument, {
    hosts: options.host !== undefined,
    datastores: options.datastore !== undefined,
  });
  const input = createInput(name, options, choices);
  const { createVm: task } = await api.request(CreateVmDocument, { input });
  await reportTask(context, task, options.watch);
}

/** `vm create`. */
export function addCreateCommand(vm: Command, act: Act): void {
  vm.command('create <name>')
    .description('create a VM from a template')
    .requiredOption('-t, --template <template>', 'id or name, see: baadal template list')
    .option('-c, --vcpus <count>', "the template's default without it", parseCount)
    .option('-r, --ram <amount>', 'MiB or GiB, for example 512 or 2G', parseRamMiB)
    .option('--extra-disk <GiB>', 'attach an extra disk of this size', parseCount)
    .option('--disk <GiB>', "the root disk; the template's size without it", parseCount)
    .option('--ssh-key <file>', 'public SSH keys, for templates with cloud-init')
    .option('--user-data <file>', '#cloud-config or #! script, for templates with cloud-init')
    .option('--host <host>', 'the best host without it')
    .option('--datastore <datastore>', 'id or name')
    .option('--network <security domain>', 'id or name')
    .option('--purpose <text>', 'what it is for')
    .option('--no-start', 'leave it stopped')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(createVm));
}
