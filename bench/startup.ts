// From the start of the server's process to its first answer, with 50 hosts that cannot be reached.
//   node bench/startup.ts [rounds]     9 by default; exit 1 when the goal is missed
// Needs mariadbd, ssh-keygen.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { ApiClient } from './server/api-client.ts';
import {
  type ApiProcess,
  benchScope,
  buildProduct,
  signIn,
  startBareApi,
  startDatabase,
  startServer,
  temporaryDirectory,
} from './server/cloud.ts';
import { interleave, median, printFindings, spread } from './server/figures.ts';
import { fillDatabase } from './server/fill.ts';
import { listQuery } from './server/vm-fields.ts';

const rounds = Number(process.argv[2] ?? 9);
const HOSTS = 50;
const SSH_PORT = 2222;

await using scope = benchScope();
await buildProduct();

/** Hosts that take connections and never say a word: nobody is refused, all wait in vain. */
async function startSilentHosts(): Promise<{ addresses: string[]; dialled: () => number }> {
  const sockets = new Set<Socket>();
  let dialled = 0;
  const addresses = Array.from({ length: HOSTS }, (_, i) => `127.77.0.${i + 1}`);
  for (const address of addresses) {
    const host = createServer((socket) => {
      dialled++;
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).resume();
    });
    await new Promise<void>((resolve) => host.listen(SSH_PORT, address, resolve));
    scope.defer(() => void host.close());
  }
  scope.defer(() => {
    for (const socket of sockets) socket.destroy();
  });
  return { addresses, dialled: () => dialled };
}

async function writeInventory(addresses: readonly string[]): Promise<string> {
  const dir = await temporaryDirectory(scope);
  const sshKeyFile = path.join(dir, 'key');
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', sshKeyFile]);
  const hosts = addresses.map((address, i) => ({
    ...{ name: `away${i}`, address, sshPort: SSH_PORT, sshUser: 'root', bridge: 'br0' },
    hostKeyFingerprint: `SHA256:${'A'.repeat(43)}`,
    mac: `52:54:00:00:00:${i.toString(16).padStart(2, '0')}`,
  }));
  const inventory = {
    ...{ sshKeyFile, hosts, templates: [], vlans: [], securityDomains: [] },
    datastores: [{ name: 'nowhere', path: '/nowhere', mountAddress: '192.0.2.1:/nowhere' }],
  };
  const file = path.join(dir, 'inventory.json');
  await writeFile(file, JSON.stringify(inventory));
  return file;
}

/** Starts a process and asks it at once. @returns ms to its first answer */
async function firstAnswer(
  start: () => Promise<ApiProcess>,
  token: string | undefined,
): Promise<number[]> {
  const begin = performance.now();
  const server = await start();
  scope.defer(() => server.stop());
  const client = new ApiClient(server.url, token);
  await client.ask(listQuery(true), { first: 50 });
  const ms = performance.now() - begin;
  client.close();
  await server.stop();
  return [ms];
}

const database = await startDatabase(scope);
const silent = await startSilentHosts();
const options = { databaseUrl: database.url, inventory: await writeInventory(silent.addresses) };
const first = await startServer(options);
const { token } = await signIn(first.url);
await fillDatabase(database.url, 1_000, 0);
await first.stop();
const before = silent.dialled();

const taken = await interleave(rounds, {
  bare: () => firstAnswer(() => startBareApi(database.url), undefined),
  product: () => firstAnswer(() => startServer(options), token),
});
console.log(`hosts were dialled ${silent.dialled() - before} times meanwhile, and never answered`);
const met = printFindings(`Start with ${HOSTS} hosts that never answer, ${rounds} rounds`, [
  {
    what: 'process start to the first page of 50 VMs',
    figures: `${spread(taken.product.flat())}; bare Apollo ${spread(taken.bare.flat())}`,
    value: median(taken.product.flat()) / 1_000,
    most: 2,
    unit: ' s',
  },
]);
process.exitCode = met ? 0 : 1;
