import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lab } from '@baadal/lab';
import { type Connection, openConnection } from '@baadal/libvirt';
import { SshMachine } from '@baadal/ssh';
import { domainXml } from '../../apps/server/src/vm/domain-xml.ts';
import type { ApiClient } from './api-client.ts';
import { buildProduct, signIn, startDatabase, startLab, startServer } from './cloud.ts';
import { Subscriber } from './subscriber.ts';

/** The product on a lab of its own, its first admin signed in. */
export interface BenchCloud {
  readonly lab: Lab;
  readonly client: ApiClient;
  readonly tasks: TaskWatch;
}

/**
 * Builds and starts the product on a new lab; `scope` ends it all.
 * @param label names the lab; short, for the paths of its sockets
 * @param env more of the server's environment
 */
export async function startCloud(
  scope: AsyncDisposableStack,
  { label, hosts = 1, env = {} }: { label: string; hosts?: number; env?: Record<string, string> },
): Promise<BenchCloud> {
  await buildProduct();
  const [database, lab] = await Promise.all([startDatabase(scope), startLab(scope, label, hosts)]);
  const server = await startServer({
    databaseUrl: database.url,
    inventory: path.join(lab.stateDir, 'inventory.json'),
    env,
  });
  scope.defer(() => server.stop());
  await server.ready();
  const client = await signIn(server.url);
  return { lab, client, tasks: await TaskWatch.open(client) };
}

/** What a script of an admin needs to make a VM past the product, of the lab's first template. */
export interface DirectVms {
  /** The template's image. */
  readonly backing: string;
  /** The template's format, and its disk's size in GiB. */
  readonly format: string;
  readonly diskGiB: number;
  /** Where a file of the datastore lies on the hosts. */
  readonly inDatastore: (file: string) => string;
  /** The definition as the product words it, and the path of its disk. */
  readonly define: (vm: DirectVm) => { readonly xml: string; readonly disk: string };
}

interface DirectVm {
  readonly identity: string;
  readonly uuid: string;
  /** Makes address and port its own: 0 to 255. */
  readonly round: number;
}

/** @throws {Error} when the lab lacks a template with a kernel, or a network */
export function directVms({ inventory }: Lab): DirectVms {
  const { datastores, hosts, templates, vlans } = inventory;
  const [datastore, host, template, vlan] = [datastores[0], hosts[0], templates[0], vlans[0]];
  if (!datastore || !host || !template?.kernel || !vlan) throw new Error('the lab is not whole');
  const inDatastore = (file: string) => path.join(datastore.path, file);
  const boot = {
    kernel: inDatastore(template.kernel),
    initrd: template.initrd ? inDatastore(template.initrd) : null,
    cmdline: template.cmdline ?? '',
  };
  return {
    backing: inDatastore(template.file),
    format: template.format.toLowerCase(),
    diskGiB: template.diskGiB,
    inDatastore,
    define: ({ identity, uuid, round }) => {
      const disk = inDatastore(`vm_images/${identity}.qcow2`);
      const xml = domainXml({
        ...{ vmId: identity, identity, uuid, boot, kvm: false, vncPort: 20_000 + round },
        vcpus: template.defaultVcpus ?? 1,
        ramMiB: template.defaultRamMiB ?? 128,
        disks: [{ path: disk, target: 'vda' }],
        network: {
          mac: `52:54:00:be:ef:${round.toString(16).padStart(2, '0')}`,
          bridge: host.bridge,
          vlanTag: vlan.tag,
        },
      });
      return { xml, disk };
    },
  };
}

/** A host of the lab reached past the product: as another admin's tools would. */
export interface Outside {
  readonly machine: SshMachine;
  readonly libvirt: Connection;
}

/** Connects to a host, the first unless told, by an SSH connection of one's own. */
export async function reachHost(
  scope: AsyncDisposableStack,
  lab: Lab,
  index = 0,
): Promise<Outside> {
  const host = lab.inventory.hosts[index];
  if (!host) throw new Error('the lab has no host');
  const machine = new SshMachine(
    {
      host: host.address,
      port: host.sshPort,
      user: host.sshUser,
      hostKeyFingerprint: host.hostKeyFingerprint,
      privateKey: await readFile(lab.inventory.sshKeyFile),
    },
    {
      commandTimeoutMs: 60_000,
      connectTimeoutMs: 10_000,
      keepaliveIntervalMs: 10_000,
      keepaliveCount: 3,
      maxChannels: 8,
    },
  );
  scope.defer(() => machine.close());
  const libvirt = await openConnection(await machine.forwardUnix('/run/libvirt/libvirt-sock'), {
    uri: 'qemu:///system',
  });
  scope.defer(() => libvirt.close());
  return { machine, libvirt };
}

interface TaskSeen {
  readonly id: string;
  readonly status: string;
  readonly error: { readonly message: string } | null;
}

const ENDED = new Set(['SUCCEEDED', 'FAILED', 'PARTIAL', 'CANCELLED']);

/** Follows all tasks on one socket, opened before any of them is asked for. */
export class TaskWatch {
  readonly #subscriber: Subscriber;
  readonly #ended = new Map<string, { readonly task: TaskSeen; readonly at: number }>();
  /** Those who wait for a task's end. */
  readonly #looks = new Set<() => void>();

  private constructor(subscriber: Subscriber) {
    this.#subscriber = subscriber;
    subscriber.onArrival = ({ text, at }) => {
      const task: TaskSeen | undefined = JSON.parse(text).payload?.data?.tasksUpdated;
      if (!task || !ENDED.has(task.status)) return;
      this.#ended.set(task.id, { task, at });
      for (const look of this.#looks) look();
    };
  }

  static async open(client: ApiClient): Promise<TaskWatch> {
    const query = 'subscription { tasksUpdated { id status error { message } } }';
    return new TaskWatch(await Subscriber.open(client, query));
  }

  /** When the end of a task was told, as `performance.now()`. @throws {Error} when it failed */
  async succeeded(id: string): Promise<number> {
    const end = await new Promise<{ task: TaskSeen; at: number }>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#looks.delete(look);
        reject(new Error(`task ${id} does not end`));
      }, 300_000);
      const look = () => {
        const seen = this.#ended.get(id);
        if (!seen) return;
        clearTimeout(timer);
        this.#looks.delete(look);
        resolve(seen);
      };
      this.#looks.add(look);
      look();
    });
    if (end.task.status !== 'SUCCEEDED')
      throw new Error(`task ${end.task.status}: ${end.task.error?.message}`);
    return end.at;
  }

  close(): void {
    this.#subscriber.close();
  }
}

const CREATE = 'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id identity } } }';
const DELETE = 'mutation ($i: DeleteVmInput!) { deleteVm(input: $i) { id } }';

/** A VM that was asked for. */
export interface AskedVm {
  readonly taskId: string;
  readonly id: string;
  readonly identity: string;
}

/** Asks for a VM of the lab's first template, the micro guest. */
export async function createVm(
  client: ApiClient,
  name: string,
  templateId: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<AskedVm> {
  const { createVm: task } = await client.ask(CREATE, { i: { name, templateId, ...input } });
  return { taskId: task.id, ...task.vm };
}

/** Deletes a VM and waits for the end. */
export async function deleteVm(client: ApiClient, tasks: TaskWatch, id: string): Promise<void> {
  const { deleteVm: task } = await client.ask(DELETE, { i: { id } });
  await tasks.succeeded(task.id);
}

export async function microTemplate(client: ApiClient, lab: Lab): Promise<string> {
  const { templates } = await client.ask('{ templates { id name } }');
  const wanted = lab.inventory.templates[0]?.name;
  const found = (templates as { id: string; name: string }[]).find(({ name }) => name === wanted);
  if (!found) throw new Error(`no template ${wanted}`);
  return found.id;
}
