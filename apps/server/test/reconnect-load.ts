// A collector process for the bench of reconnecting, told over IPC when to begin.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { Collector } from '../src/collector/collector.ts';
import { type Em, openDatabase, rows, run } from '../src/platform/db.ts';
import { openEventBus } from '../src/platform/events.ts';
import { createHosts } from '../src/platform/hosts/create-hosts.ts';
import { newId } from '../src/platform/ids.ts';
import { addBaseRows, addHost } from './rows.ts';
import { waitFor } from './wait-for.ts';

/** A simulated host: an address of one real machine, and a file of libvirt's test driver. */
interface SimulatedHost {
  readonly name: string;
  readonly address: string;
  readonly sshPort: number;
  readonly sshUser: string;
  readonly hostKeyFingerprint: string;
  readonly bridge: string;
  readonly libvirtUri: string;
  /** Of its domains, all of which run. */
  readonly uuids: readonly string[];
}

/** What the bench asks for. */
interface Order {
  /**
   * `restart`: the rows are right but for one VM of each host; `lost`: all hosts were unreachable
   * and all their VMs unknown.
   */
  readonly kind: 'restart' | 'lost';
}

/** What a round took. */
interface Taken {
  readonly ms: number;
  /** Everything that the database was asked, divided by the hosts. */
  readonly statementsPerHost: number;
  /** CPU time of the collector's process, ms. */
  readonly cpuMs: number;
}

const DEADLINE_MS = 180_000;
const [url = '', plan = '', sshKeyFile = ''] = process.argv.slice(2);
const simulated = JSON.parse(readFileSync(plan, 'utf8')) as readonly SimulatedHost[];
const uris = new Map(simulated.map(({ name, libvirtUri }) => [name, libvirtUri]));
const orm = await openDatabase(url);
const em = () => orm.em.fork() as Em;
const log = pino({ level: process.env['BAADAL_TEST_LOG'] ?? 'error' });
let processes = 0;

async function writeRows(): Promise<void> {
  await orm.schema.create();
  const base = await addBaseRows(em());
  let vncPort = 5_900;
  for (const host of simulated) {
    const hostId = await addHost(em(), host);
    const values = host.uuids.map((uuid, i) => {
      const name = `${host.name}-${i}`;
      const of = [base.owner, base.organisation, hostId, base.datastore];
      return [newId('vm'), name, name, uuid, ...of, ++vncPort];
    });
    await run(
      em(),
      `insert into vm (id, name, identity, uuid, owner_id, organisation_id, host_id, datastore_id,
         vnc_port, vcpus, ram_mib, disk_gib, locked, desired_status, status, told_status, status_since, created_at)
       values ${values.map(() => "(?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 128, 1, 0, 'RUNNING', 'RUNNING', 'RUNNING', utc_timestamp(3), utc_timestamp(3))").join()}`,
      values.flat(),
    );
  }
}

async function statementsSoFar(): Promise<number> {
  const [row] = await rows<{ Value: string }>(em(), "show global status like 'Questions'");
  return Number(row?.Value);
}

/** Makes the rows as they are before a round. */
async function disturb(kind: Order['kind']): Promise<void> {
  const at = 'status_since = utc_timestamp(3)';
  if (kind === 'restart') {
    await run(
      em(),
      `update vm v join (select min(id) as id from vm group by host_id) one using (id)
          set v.status = 'SHUTDOWN', v.told_status = 'SHUTDOWN', ${at}`,
    );
    await run(em(), 'update host set last_seen_at = null');
    return;
  }
  await run(em(), "update host set status = 'UNREACHABLE', last_seen_at = null");
  await run(
    em(),
    `update vm set status = 'UNKNOWN', told_status = 'UNKNOWN', status_reason = 'lost for the bench', ${at}`,
  );
}

const LEFT = `select (select count(*) from host where status <> 'UP' or last_seen_at is null)
  + (select count(*) from vm where status <> 'RUNNING') as \`left\``;

/** A collector that begins with nothing, as after a start of the controller, until all is as it should be. */
async function reconnect(): Promise<Taken> {
  const events = openEventBus();
  const hosts = createHosts({
    ...{ em, events, log, sshKey: readFileSync(sshKeyFile) },
    libvirtUri: ({ name }) => uris.get(name) ?? 'test:///default',
  });
  const services = { em, events, log, hosts };
  const collector = new Collector({ services, processName: `bench:${++processes}` });
  const before = await statementsSoFar();
  const cpu = process.cpuUsage();
  const begin = performance.now();
  collector.start();
  let looks = 0;
  let news = false;
  for (const kind of ['host', 'vm'] as const)
    events.on(kind, () => {
      news = true;
    });
  await waitFor(
    'all hosts to be followed',
    async () => {
      if (!news) return false;
      news = false;
      looks++;
      const [row] = await rows<{ left: number }>(em(), LEFT);
      return Number(row?.left) === 0;
    },
    DEADLINE_MS,
  );
  const ms = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  // Not ours: the looks above, and the question itself.
  const statements = (await statementsSoFar()) - before - looks - 1;
  await collector.stop();
  await hosts.close();
  await events.close();
  const cpuMs = (user + system) / 1000;
  return { ms, statementsPerHost: statements / simulated.length, cpuMs };
}

async function obey({ kind }: Order): Promise<Taken> {
  await disturb(kind);
  return await reconnect();
}

await writeRows();
await reconnect();
process.on('message', (order: Order) => {
  void obey(order).then((taken) => process.send?.(taken));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
