// A collector that begins anew reconnects to 100 hosts of 100 domains each and compares them with their rows.
//   node bench/reconnect.ts [rounds] [hosts]     3 and 100 by default; exit 1 when a goal is missed
// Needs root, mariadbd, libvirtd, sshd.
//
// The hosts are a simulation: 100 addresses of one host of a lab, and libvirt's test driver with a
// file of domains for each. SSH, libvirtd, its protocol and the database are real; so are the
// processes that the collector starts on its hosts, which here share two CPUs with everything else.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabHost } from '@baadal/lab';
import { SshPool } from '@baadal/ssh';
import { benchScope, startDatabase, startLab, temporaryDirectory } from './server/cloud.ts';
import { interleave, median, printFindings, type Rounds, spread } from './server/figures.ts';

const rounds = Number(process.argv[2] ?? 3);
const HOSTS = Number(process.argv[3] ?? 100);
const DOMAINS = 100;
const FIRST_ADDRESS = 120;
const SERVER = path.join(import.meta.dirname, '..', 'apps', 'server');

await using scope = benchScope();
const dir = await temporaryDirectory(scope);
const database = await startDatabase(scope);
const lab = await startLab(scope, 'rc', 1);
const [real] = lab.inventory.hosts;
const [datastore] = lab.inventory.datastores;
if (!real || !datastore) throw new Error('the lab has no host');

/** Gives the lab's host one address more for each simulated host. */
async function addAddresses(host: LabHost): Promise<string[]> {
  const pool = new SshPool();
  const machine = pool.machine({
    ...{ host: host.address, port: host.sshPort, user: host.sshUser },
    hostKeyFingerprint: host.hostKeyFingerprint,
    privateKey: readFileSync(lab.inventory.sshKeyFile),
  });
  const link = await machine.run(['ip', '-o', 'addr', 'show', 'to', host.address]);
  const device = link.trim().split(/\s+/)[1] ?? '';
  const network = host.address.split('.').slice(0, 3).join('.');
  const addresses = Array.from({ length: HOSTS }, (_, i) => `${network}.${FIRST_ADDRESS + i}`);
  for (const address of addresses)
    await machine.run(['ip', 'addr', 'add', `${address}/24`, 'dev', device]);
  pool.close();
  return addresses;
}

/** A host of libvirt's test driver with so many domains that run. */
async function writeDomains(folder: string, name: string): Promise<string[]> {
  const uuids = Array.from({ length: DOMAINS }, () => randomUUID());
  const domains = uuids.map(
    (uuid, i) =>
      `<domain type='test'><name>${name}-${i}</name><uuid>${uuid}</uuid>` +
      `<memory unit='MiB'>128</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>`,
  );
  await writeFile(path.join(folder, `${name}.xml`), `<node>\n${domains.join('\n')}\n</node>\n`);
  return uuids;
}

async function simulate(host: LabHost, root: string): Promise<string> {
  const seenHere = path.join(lab.stateDir, 'datastore', 'bench');
  await mkdir(seenHere, { recursive: true });
  const hosts = [];
  for (const [i, address] of (await addAddresses(host)).entries()) {
    const name = `sim${i}`;
    const uuids = await writeDomains(seenHere, name);
    const { sshPort, sshUser, hostKeyFingerprint, bridge } = host;
    hosts.push({
      ...{ name, address, sshPort, sshUser, hostKeyFingerprint, bridge, uuids },
      libvirtUri: `test://${path.join(root, 'bench', `${name}.xml`)}`,
    });
  }
  const plan = path.join(dir, 'hosts.json');
  await writeFile(plan, JSON.stringify(hosts));
  return plan;
}

/** The collector in a process of its own, as one of the product is. */
async function startCollector(plan: string): Promise<ChildProcess> {
  const args = [await database.create('reconnect'), plan, lab.inventory.sshKeyFile];
  const child = fork(path.join(SERVER, 'test', 'reconnect-load.ts'), args, {
    cwd: SERVER,
    execArgv: ['--import', '@oxc-node/core/register'],
  });
  scope.defer(async () => {
    if (child.exitCode !== null || !child.connected) return;
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  });
  await once(child, 'message');
  return child;
}

const collector = await startCollector(await simulate(real, datastore.path));
const statements: Record<string, number[]> = { restart: [], lost: [] };
const cpu: Record<string, number[]> = { restart: [], lost: [] };

const take = (kind: 'restart' | 'lost') => async () => {
  const answer = once(collector, 'message');
  collector.send({ kind });
  const [taken] = (await answer) as [{ ms: number; statementsPerHost: number; cpuMs: number }];
  statements[kind]?.push(taken.statementsPerHost);
  cpu[kind]?.push(taken.cpuMs / 1000);
  return [taken.ms / 1000];
};

const taken = await interleave(rounds, { restart: take('restart'), lost: take('lost') });

function findings(what: string, kind: 'restart' | 'lost', times: Rounds) {
  const counted = statements[kind] ?? [];
  const own = median(cpu[kind] ?? []).toFixed(1);
  const figures = `${spread(times.flat(), 's')}, CPU of the collector ${own} s`;
  return [
    { what: `${what}: all followed`, figures, value: median(times.flat()), most: 10, unit: ' s' },
    {
      what: `${what}: SQL statements per host`,
      figures: counted.map((count) => count.toFixed(2)).join(', '),
      value: median(counted),
      most: 3,
      unit: '×',
    },
  ];
}

const met = printFindings(`Reconnect to ${HOSTS} hosts of ${DOMAINS} domains, ${rounds} rounds`, [
  ...findings('controller restarted', 'restart', taken.restart),
  ...findings('all hosts were lost', 'lost', taken.lost),
]);
process.exitCode = met ? 0 : 1;
