import { isSshError } from '@baadal/ssh';
import { hasIt } from '../datastore/datastore-hosts.ts';
import { type Em, rows } from '../platform/db.ts';
import { HostUnreachableError } from '../platform/errors.ts';
import type { MachineAddress } from '../platform/hosts/hosts.ts';
import type { HostId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import {
  check,
  chooseBridge,
  type HostCheck,
  judgeFacts,
  type KnownMachine,
} from './host-checks.ts';
import { gatherFacts, type HostFacts } from './host-facts.ts';
import { probeKvm } from './kvm-probe.ts';
import { type ExpectedDatastore, probeDatastores, type Witness } from './probe-datastores.ts';

/** What is asked about a machine. */
export interface ProbeRequest extends MachineAddress {
  /** Open vSwitch bridge for guests; null: found. */
  readonly bridge: string | null;
  /** The host itself, when it is one already. */
  readonly hostId: HostId | null;
}

/** What a machine is, and whether it can be a host. */
export interface MachineProbe {
  readonly checks: readonly HostCheck[];
  /** Null when it was not reached far enough. */
  readonly facts: HostFacts | null;
  readonly kvm: boolean;
  readonly bridge: string | null;
}

/** Whether nothing that is required is missing. */
export function isAcceptable(probe: MachineProbe): boolean {
  return probe.facts !== null && probe.checks.every(({ ok, required }) => ok || !required);
}

/**
 * Looks at a machine that may become a host: one SSH connection, libvirt through it, and a small
 * file on each datastore that another host reads. Never rejects for what is wrong with the machine:
 * that is in the checks.
 */
export async function probeMachine(
  services: Services,
  request: ProbeRequest,
): Promise<MachineProbe> {
  const found: HostCheck[] = [];
  try {
    await using visit = await services.hosts.visit(request);
    found.push(check('ssh', true, `SSH lets ${request.sshUser} in`, { remedy: '' }));
    const em = services.em();
    const [witness, datastores, known] = await Promise.all([
      findWitness(services, request.hostId),
      rows<ExpectedDatastore>(
        em,
        `select d.name, d.path, d.mount_address as mountAddress, d.every_host as everyHost
           from datastore d where ${hasIt('d', '?')} order by d.name`,
        [request.hostId ?? ''],
      ),
      knownMachines(em, request.hostId),
    ]);
    const connection = await visit.libvirt();
    const [facts, kvm, stores] = await Promise.all([
      gatherFacts(connection, visit.ssh),
      probeKvm(connection, visit.ssh),
      probeDatastores(visit.ssh, datastores, witness),
    ]);
    const { bridge } = request;
    const checks = [...found, ...judgeFacts(facts, { kvm, bridge, known }), ...stores];
    return { checks, facts, kvm, bridge: chooseBridge(facts, bridge) };
  } catch (error) {
    const fault = faultCheck(error, request, services.hosts.publicKey);
    return { checks: [...found, fault], facts: null, kvm: false, bridge: null };
  }
}

function sshCode(error: unknown): string | null {
  for (let e = error, i = 0; e instanceof Error && i < 6; e = e.cause, i++)
    if (isSshError(e)) return e.code;
  return null;
}

function faultCheck(error: unknown, request: ProbeRequest, publicKey: string | null): HostCheck {
  const code = sshCode(error);
  if (!(error instanceof HostUnreachableError) && code === null) throw error;
  const { message } = error as Error;
  if (code === 'AUTH_FAILED')
    return check(
      'ssh',
      false,
      `${request.address} refuses Baadal’s SSH key for ${request.sshUser}`,
      {
        remedy: `Add this line to ~${request.sshUser}/.ssh/authorized_keys there: ${publicKey ?? ''}`,
      },
    );
  if (code === 'HOST_KEY_CHANGED')
    return check('ssh', false, message, {
      remedy:
        'Compare the fingerprint on the machine itself: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    });
  if (code === null || code === 'FORWARD_FAILED')
    return check('libvirt', false, 'libvirt does not answer', {
      remedy:
        'Install and start libvirt: apt-get install libvirt-daemon-system qemu-system-x86, then systemctl enable --now libvirtd.',
    });
  return check('ssh', false, message, {
    remedy: 'Check address, port and firewall, and that sshd runs there.',
  });
}

/** Another host to compare datastores with; null when none is up. */
async function findWitness(services: Services, without: HostId | null): Promise<Witness | null> {
  const up = await rows<{ id: HostId; name: string }>(
    services.em(),
    "select id, name from host where status = 'UP' and id <> ? order by name limit 2",
    [without ?? ''],
  );
  for (const { id, name } of up) {
    try {
      return { name, ssh: await services.hosts.ssh(id) };
    } catch {
      // It is away since: the next one will do.
    }
  }
  return null;
}

function knownMachines(em: Em, without: HostId | null): Promise<KnownMachine[]> {
  return rows<KnownMachine>(
    em,
    `select name, machine_id as machineId, host_uuid as hostUuid from host where id <> ?`,
    [without ?? ''],
  );
}
