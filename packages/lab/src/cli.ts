#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { debianTemplate } from './debian-template.ts';
import { LabError } from './errors.ts';
import type { LabInventory } from './inventory.ts';
import { labDown, labLinks, labStatus, labUp, powerOff, powerOn, setLinks } from './lab.ts';
import { LabPaths } from './lab-state.ts';
import type { LabLink } from './links.ts';
import { ensureMicroTemplate } from './micro-template.ts';
import { sshArguments } from './ssh-arguments.ts';

const USAGE = `usage: pnpm lab <command> [options]

  up                    bring the lab up, or complete one that is partly up
  down                  take it down; its disks and addresses stay in the state directory
  status                what of it runs
  power-off <host>      pull the plug of a host
  power-on <host>       power it on
  link <a> <b>          make the way between two hosts slow (--latency, ms) or narrow (--mbps)
  ssh <host> [command]  a shell, or one command, on a host or on the gateway
  template micro        build the micro guest
  template debian       build Debian 12 with cloud-init, and add it to the lab

  --name <name>         default: the state directory's, else demo
  --state-dir <dir>     default .baadal/lab
  --cache-dir <dir>     built templates; default <state-dir>/../cache
  --hosts <n>           hosts of a new lab; default 2
  --latency <ms>        round trip that a link adds; without it and --mbps the link is a cable again
  --mbps <n>            most megabits a second of a link
  --json                status as JSON
`;

interface Settings {
  readonly name: string;
  readonly stateDir: string;
  readonly cacheDir: string;
  readonly hosts: number | undefined;
  readonly json: boolean;
}

const log = (line: string): void => console.log(line);

async function up(settings: Settings): Promise<void> {
  const { hosts, ...rest } = settings;
  const lab = await labUp({ ...rest, log, ...(hosts === undefined ? {} : { hosts }) });
  const names = lab.inventory.hosts.map(({ name, address }) => `${name} ${address}`).join(', ');
  log(`Lab ${settings.name} is up: ${names}; inventory in ${settings.stateDir}/inventory.json`);
}

async function status(settings: Settings): Promise<void> {
  const found = await labStatus(settings);
  if (settings.json) {
    log(JSON.stringify(found ?? null, null, 2));
  } else if (found === undefined) {
    log(`There is no lab in ${settings.stateDir}`);
  } else {
    log(`Lab ${found.name} is ${found.up ? 'up' : 'not up'}, network ${found.network}`);
    for (const { name, address, power, pid } of found.machines) {
      log(`  ${name.padEnd(10)} ${address.padEnd(15)} ${power}${pid ? ` (pid ${pid})` : ''}`);
    }
  }
}

async function ssh(settings: Settings, host: string, command: readonly string[]): Promise<void> {
  const paths = new LabPaths(settings.stateDir);
  const inventory = JSON.parse(await readFile(paths.inventory, 'utf8')) as LabInventory;
  const machine = [...inventory.hosts, inventory.gateway].find(({ name }) => name === host);
  if (machine === undefined) throw new LabError('UNKNOWN_HOST', `No host "${host}" in the lab`);
  const target = sshArguments(settings.stateDir, inventory, machine);
  const child = spawn('ssh', [...target, ...command], { stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  process.exitCode = code ?? 1;
}

/** Sets one link beside those there are. */
async function link(stateDir: string, changed: LabLink): Promise<void> {
  const others = (await labLinks({ stateDir })).filter(
    ({ between }) => !between.every((name) => changed.between.includes(name)),
  );
  const kept = changed.latencyMs === undefined && changed.mbps === undefined ? [] : [changed];
  await setLinks({ stateDir, links: [...others, ...kept] });
}

async function template(settings: Settings, name: string): Promise<void> {
  const build = { micro: ensureMicroTemplate, debian: debianTemplate }[name];
  if (!build) throw new LabError('UNKNOWN_TEMPLATE', `No template "${name}": micro or debian`);
  log((await build({ ...settings, log })).directory);
}

async function main(argv: readonly string[]): Promise<void> {
  // What follows `ssh <host>` is the host's command, its options too.
  const sshAt = argv.indexOf('ssh');
  const own = sshAt < 0 ? argv : argv.slice(0, sshAt + 2);
  const { values, positionals } = parseArgs({
    args: [...own],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      'state-dir': { type: 'string', default: path.join('.baadal', 'lab') },
      'cache-dir': { type: 'string' },
      hosts: { type: 'string' },
      latency: { type: 'string' },
      mbps: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const stateDir = path.resolve(values['state-dir']);
  const settings: Settings = {
    name: values.name ?? (await labStatus({ stateDir }))?.name ?? 'demo',
    stateDir,
    cacheDir: path.resolve(values['cache-dir'] ?? path.join(stateDir, '..', 'cache')),
    hosts: values.hosts === undefined ? undefined : Number(values.hosts),
    json: values.json,
  };
  const [command, argument, ...more] = positionals;
  const rest = [...more, ...argv.slice(own.length)];
  if (command === 'up') return await up(settings);
  if (command === 'down') return await labDown(settings);
  if (command === 'status') return await status(settings);
  if (command === 'power-off' && argument) return await powerOff({ stateDir, host: argument });
  if (command === 'power-on' && argument) return await powerOn({ stateDir, host: argument });
  if (command === 'link' && argument && rest[0]) {
    const { latency, mbps } = values;
    return await link(stateDir, {
      between: [argument, rest[0]],
      ...(latency === undefined ? {} : { latencyMs: Number(latency) }),
      ...(mbps === undefined ? {} : { mbps: Number(mbps) }),
    });
  }
  if (command === 'ssh' && argument) return await ssh(settings, argument, rest);
  if (command === 'template' && argument) return await template(settings, argument);
  console.error(USAGE);
  process.exitCode = values.help ? 0 : 2;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const misused = error instanceof TypeError && 'code' in error;
  if (!misused && !(error instanceof LabError)) throw error;
  console.error(misused ? `${error.message}\n\n${USAGE}` : `${error.code}: ${error.message}`);
  process.exitCode = misused ? 2 : 1;
}
