import { sameFingerprint } from '@baadal/ssh';
import { earlierAnswer, earlierResult, keepAnswer, runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { clearWithHost, consent } from '../migration/host-migration.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError } from '../platform/errors.ts';
import type { MachineAddress } from '../platform/hosts/hosts.ts';
import { type HostId, newId } from '../platform/ids.ts';
import { announceTask } from '../task/enqueue.ts';
import { END_STATUSES } from '../task/task-enums.ts';
import type { AddHostInput, ProbeHostInput, RemoveHostInput } from './host.inputs.ts';
import { requireHost } from './host.service.ts';
import { recordHostEvent } from './host-events.ts';
import { isAcceptable, type MachineProbe, type ProbeRequest, probeMachine } from './host-probe.ts';
import type { HostView } from './host-views.ts';

/** A machine as the wizard is told of it. */
export interface OfferedMachine extends MachineProbe {
  readonly fingerprint: string;
}

/**
 * Looks at a machine before it is added. Goes to the machine while the caller waits.
 * @throws {HostUnreachableError} when nothing answers there
 */
export async function probeHost(context: Context, input: ProbeHostInput): Promise<OfferedMachine> {
  const { hosts } = context.services;
  const fingerprint = await hosts.offeredKey(input.address, input.sshPort);
  if (!input.hostKeyFingerprint)
    return { fingerprint, checks: [], facts: null, kvm: false, bridge: null };
  requireOffered(input.hostKeyFingerprint, fingerprint);
  return { fingerprint, ...(await probeMachine(context.services, requestOf(input, fingerprint))) };
}

function requestOf(input: ProbeHostInput, hostKeyFingerprint: string): ProbeRequest {
  const { address, sshPort, sshUser, bridge = null } = input;
  return { address, sshPort, sshUser, hostKeyFingerprint, bridge, hostId: null };
}

/** @throws {ConflictError} with the offered fingerprint, for a person to confirm */
export function requireOffered(confirmed: string | undefined, offered: string): void {
  if (confirmed && sameFingerprint(confirmed, offered)) return;
  throw new ConflictError(
    confirmed
      ? `The machine offers the host key ${offered}, not the confirmed one. Compare it on the machine itself: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`
      : `Confirm that ${offered} is the machine’s host key, and send it as hostKeyFingerprint.`,
    { details: { fingerprint: offered } },
  );
}

/** @throws {BadUserInputError} with every fault and its remedy */
export function requireAcceptable(probe: MachineProbe): void {
  if (isAcceptable(probe)) return;
  const faults = probe.checks.filter(({ ok, required }) => required && !ok);
  throw new BadUserInputError(
    faults.map(({ text, remedy }) => ({
      path: 'address',
      message: `${text}. ${remedy ?? ''}`.trim(),
    })),
  );
}

/**
 * Adds a machine that was probed just now and found fit.
 * @throws {ConflictError} without the right fingerprint (`details.fingerprint` is the offered one),
 *   and for a machine or name that is a host's already
 * @throws {BadUserInputError} naming what is missing on the machine, with the remedy
 * @throws {HostUnreachableError}
 */
export async function addHost(context: Context, input: AddHostInput): Promise<HostView> {
  const call = { action: 'addHost', clientMutationId: input.clientMutationId, detail: input.name };
  const earlier = await earlierResult(context, call);
  if (earlier) return requireHost(context.em, earlier);
  await refuseTaken(context.em, input, null);
  const { hosts, events } = context.services;
  const offered = await hosts.offeredKey(input.address, input.sshPort);
  requireOffered(input.hostKeyFingerprint, offered);
  const probe = await probeMachine(context.services, requestOf(input, offered));
  refuseTwin(probe);
  requireAcceptable(probe);
  const id = await runMutation(context, call, async ({ em, afterCommit }) => {
    await rows(em, 'select id from host order by id for update');
    await refuseTaken(em, input, null);
    await refuseMachine(em, probe);
    const hostId = newId('host');
    await insertHost(em, hostId, input, { ...probe, fingerprint: offered });
    const { userId } = requireViewer(context);
    await recordHostEvent(em, hostId, {
      ...{ attribute: 'added', from: null, to: input.name, actorId: userId },
    });
    const host = { id: hostId, name: input.name };
    const task = input.migration ? await consent(em, host, userId) : null;
    afterCommit(() => {
      events.publish('host', { id: hostId });
      if (task) announceTask(events, task);
    });
    return hostId;
  });
  return requireHost(context.em, id);
}

function refuseTwin(probe: MachineProbe): void {
  const twin = probe.checks.find(({ name, ok }) => name === 'identity' && !ok);
  if (!twin) return;
  const message =
    `${twin.text[0]?.toUpperCase()}${twin.text.slice(1)}. ${twin.remedy ?? ''}`.trim();
  throw new ConflictError(message, { details: { fields: [{ path: 'address', message }] } });
}

/** Two requests may have probed the same machine at the same time. */
async function refuseMachine(em: Em, { facts }: MachineProbe): Promise<void> {
  const [twin] = await rows<{ name: string }>(
    em,
    'select name from host where machine_id = ? or host_uuid = ?',
    [facts?.machineId ?? null, facts?.hostUuid ?? null],
  );
  if (twin) throw new ConflictError(`This machine is the host ${twin.name} already.`);
}

type Place = Pick<MachineAddress, 'address' | 'sshPort'> & { readonly name: string };

/** @throws {ConflictError} when name or address are another host's */
export async function refuseTaken(em: Em, place: Place, self: HostId | null): Promise<void> {
  const [taken] = await rows<{ name: string }>(
    em,
    `select name from host where id <> ? and (name = ? or (address = ? and ssh_port = ?))
      order by name = ? desc limit 1`,
    [self ?? '', place.name, place.address, place.sshPort, place.name],
  );
  if (!taken) return;
  const same = taken.name.toLowerCase() === place.name.toLowerCase();
  const message = same
    ? `There is a host named ${taken.name} already. Choose another name.`
    : `${place.address} port ${place.sshPort} is the host ${taken.name} already.`;
  const fields = [{ path: same ? 'name' : 'address', message }];
  throw new ConflictError(message, { details: { fields } });
}

async function insertHost(
  em: Em,
  id: HostId,
  input: AddHostInput,
  probe: MachineProbe & { readonly fingerprint: string },
): Promise<void> {
  const { facts, kvm, bridge, fingerprint } = probe;
  if (!facts || !bridge) throw new Error('a machine was accepted without facts');
  await run(
    em,
    `insert into host (id, name, address, ssh_port, ssh_user, host_key_fingerprint, mac, type, cpus,
       cpu_model, ram_mib, disk_gib, libvirt_version, qemu_version, kvm, bridge, status, maintenance,
       last_seen_at, ssh_ok_since, libvirt_ok_since, strangers, machine_id, host_uuid, hardware, rack,
       slot, boot_marker, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, 'UP', false, utc_timestamp(3),
       utc_timestamp(3), utc_timestamp(3), '[]', ?, ?, ?, ?, ?, ?, utc_timestamp(3))`,
    [
      ...[id, input.name, input.address, input.sshPort, input.sshUser, fingerprint, facts.mac],
      ...[facts.type, facts.cpus, facts.cpuModel, facts.ramMib, facts.libvirtVersion],
      ...[facts.qemuVersion, kvm, bridge, facts.machineId, facts.hostUuid],
      ...[JSON.stringify(facts.hardware), input.rack ?? null, input.slot ?? null, facts.bootMarker],
    ],
  );
}

/**
 * Takes a host out of the cloud; what migrations needed is taken off the machine, nothing else.
 * @throws {ConflictError} while VMs are on it, or tasks at work
 */
export async function removeHost(context: Context, input: RemoveHostInput): Promise<HostView> {
  const asked = { action: 'removeHost', clientMutationId: input.clientMutationId };
  const earlier = await earlierAnswer<HostView>(context, asked);
  if (earlier) return earlier;
  const host = await requireHost(context.em, input.id);
  const call = { ...asked, detail: `${host.name} ${host.address}` };
  await runMutation(context, call, async ({ em, afterCommit }) => {
    // Whoever places a VM holds these locks until its row is there.
    await rows(em, 'select id from host order by id for update');
    await refuseUsed(em, host);
    const clearing = await clearWithHost(em, host, requireViewer(context).userId);
    await run(em, 'delete from host where id = ?', [host.id]);
    await keepAnswer(context, em, input.clientMutationId, host);
    const { events } = context.services;
    afterCommit(() => {
      events.publish('hostRemoved', { id: host.id });
      if (clearing) announceTask(events, clearing.task, clearing.lane);
    });
    return host.id;
  });
  return host;
}

async function refuseUsed(em: Em, host: HostView): Promise<void> {
  const [vms] = await rows<{ n: number }>(em, 'select count(*) as n from vm where host_id = ?', [
    host.id,
  ]);
  const count = Number(vms?.n);
  if (count > 0)
    throw new ConflictError(
      `${count} ${count === 1 ? 'VM is' : 'VMs are'} on ${host.name}. Move or delete them first; maintenance keeps new ones away.`,
    );
  const [own] = await rows<{ name: string }>(
    em,
    `select d.name from datastore d join datastore_host m on m.datastore_id = d.id
      where not d.every_host group by d.id, d.name having count(*) = 1 and max(m.host_id) = ?
      order by d.name limit 1`,
    [host.id],
  );
  if (own)
    throw new ConflictError(
      `The datastore ${own.name} is on ${host.name} alone. Empty it and remove it first.`,
    );
  const [moving] = await rows<{ name: string }>(
    em,
    `select v.name from vm_migration m join vm v on v.id = m.vm_id where m.host_id = ? limit 1`,
    [host.id],
  );
  if (moving)
    throw new ConflictError(`${moving.name} is on its way to ${host.name}. Wait, or cancel that.`);
  const working = await rows(
    em,
    'select 1 from task where host_id = ? and status not in (?) limit 1',
    [host.id, END_STATUSES],
  );
  if (working.length > 0)
    throw new ConflictError(`A task is at work on ${host.name}. Wait for its end, or cancel it.`);
}
