import { runMutation } from '../audit/mutation.ts';
import type { Context } from '../context.ts';
import { type Em, isDuplicate, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import { type HostId, newId, type VmGroupId, type VmId } from '../platform/ids.ts';
import type {
  CreateVmGroupInput,
  EditVmGroupInput,
  SetHostAffinityInput,
} from './affinity.inputs.ts';
import type { AffinityKind, GroupPolicy } from './affinity-enums.ts';
import type { PlacementRequest } from './placement.ts';

type Bound = Required<Pick<PlacementRequest, 'required' | 'forbidden' | 'together' | 'apart'>>;

/** Whose bonds are looked for. */
interface BoundVm {
  readonly vmId: VmId | null;
  readonly groupId: VmGroupId | null;
  /** VMs that move with it: only where they go counts for being together. */
  readonly movesWith: readonly VmId[];
}

/**
 * What binds a VM to hosts: its own affinities, and where the other VMs of its groups are, or are on
 * their way to.
 */
export async function affinityOfVm(em: Em, { vmId, groupId, movesWith }: BoundVm): Promise<Bound> {
  const [own, others] = await Promise.all([
    rows<{ hostId: HostId; kind: AffinityKind }>(
      em,
      'select host_id as hostId, kind from host_affinity where vm_id = ?',
      [vmId],
    ),
    rows<{ hostId: HostId; policy: GroupPolicy }>(
      em,
      `select distinct p.hostId, g.policy from vm_group g
         join vm_group_member m on m.group_id = g.id
         join (select id, host_id as hostId, false as comes from vm
               union all select vm_id, host_id, true from vm_migration) p on p.id = m.vm_id
        where (g.id = ? or g.id in (select group_id from vm_group_member where vm_id = ?))
          and p.id <> ? and p.hostId is not null
          and (g.policy <> 'TOGETHER' or p.comes or p.id not in (?))`,
      [groupId, vmId, vmId ?? '', movesWith.length > 0 ? movesWith : ['']],
    ),
  ]);
  const hosts = <T extends { hostId: HostId }>(of: readonly T[], test: (item: T) => boolean) =>
    of.filter(test).map(({ hostId }) => hostId);
  return {
    required: hosts(own, ({ kind }) => kind === 'REQUIRED'),
    forbidden: hosts(own, ({ kind }) => kind === 'FORBIDDEN'),
    together: hosts(others, ({ policy }) => policy === 'TOGETHER'),
    apart: hosts(others, ({ policy }) => policy === 'APART'),
  };
}

/** A VM and the host it is bound to, or kept off. */
export interface HostAffinityRow {
  readonly vmId: VmId;
  readonly hostId: HostId;
  readonly kind: AffinityKind;
}

/** The affinities of a host, or of a VM. */
export function listAffinities(
  em: Em,
  of: { readonly hostId?: HostId; readonly vmId?: VmId },
): Promise<HostAffinityRow[]> {
  return rows<HostAffinityRow>(
    em,
    `select a.vm_id as vmId, a.host_id as hostId, a.kind from host_affinity a join vm v on v.id = a.vm_id
      where a.host_id = ? or a.vm_id = ? order by v.name`,
    [of.hostId ?? null, of.vmId ?? null],
  );
}

/**
 * Binds a VM to a host, keeps it off, or lets it free. It does not move by that: what it contradicts
 * shows in the placement preview.
 * @throws {NotFoundError}
 */
export async function setHostAffinity(
  context: Context,
  input: SetHostAffinityInput,
): Promise<HostId> {
  const { vmId, hostId, kind } = input;
  const call = { action: 'setHostAffinity', clientMutationId: input.clientMutationId };
  return runMutation(context, { ...call, detail: `${vmId} ${kind ?? 'free'}` }, async (tx) => {
    const { em } = tx;
    const [vm] = await rows(em, 'select 1 from vm where id = ?', [vmId]);
    if (!vm) throw new NotFoundError('VM', vmId);
    const [host] = await rows(em, 'select 1 from host where id = ?', [hostId]);
    if (!host) throw new NotFoundError('host', hostId);
    await run(em, 'delete from host_affinity where vm_id = ? and host_id = ?', [vmId, hostId]);
    if (kind)
      await run(em, 'insert into host_affinity (vm_id, host_id, kind) values (?, ?, ?)', [
        vmId,
        hostId,
        kind,
      ]);
    tx.afterCommit(() => context.services.events.publish('host', { id: hostId as HostId }));
    return hostId as HostId;
  });
}

/** VMs that lie together or apart, with their members. */
export interface VmGroupRow {
  readonly id: VmGroupId;
  readonly name: string;
  readonly policy: GroupPolicy;
}

export function listVmGroups(em: Em): Promise<VmGroupRow[]> {
  return rows<VmGroupRow>(em, 'select id, name, policy from vm_group order by name');
}

/** @throws {NotFoundError} */
export async function requireVmGroup(em: Em, id: string): Promise<VmGroupRow> {
  const [group] = await rows<VmGroupRow>(em, 'select id, name, policy from vm_group where id = ?', [
    id,
  ]);
  if (!group) throw new NotFoundError('VM group', id);
  return group;
}

/** Ids of the VMs of a group, by name. */
export async function membersOf(em: Em, id: VmGroupId): Promise<VmId[]> {
  const members = await rows<{ id: VmId }>(
    em,
    `select v.id from vm_group_member m join vm v on v.id = m.vm_id where m.group_id = ? order by v.name`,
    [id],
  );
  return members.map((member) => member.id);
}

async function writeMembers(em: Em, id: VmGroupId, vmIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(vmIds)];
  await run(em, 'delete from vm_group_member where group_id = ?', [id]);
  if (wanted.length === 0) return;
  const written = await run(
    em,
    'insert into vm_group_member (group_id, vm_id) select ?, id from vm where id in (?)',
    [id, wanted],
  );
  if (written < wanted.length)
    throw new BadUserInputError([{ path: 'vmIds', message: 'One of the VMs is gone.' }]);
}

async function refusingTaken<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error, 'vm_group_name')) throw error;
    const message = `There is a group named ${name} already. Choose another name.`;
    throw new ConflictError(message, { details: { fields: [{ path: 'name', message }] } });
  }
}

/** @throws {ConflictError | BadUserInputError} */
export function createVmGroup(context: Context, input: CreateVmGroupInput): Promise<VmGroupId> {
  const { name, policy } = input;
  const call = { action: 'createVmGroup', clientMutationId: input.clientMutationId, detail: name };
  return refusingTaken(name, () =>
    runMutation(context, call, async ({ em }) => {
      const id = newId('vgrp');
      await run(
        em,
        'insert into vm_group (id, name, policy, created_at) values (?, ?, ?, utc_timestamp(3))',
        [id, name, policy],
      );
      await writeMembers(em, id, input.vmIds ?? []);
      return id;
    }),
  );
}

/** Changes what is given. @throws {ConflictError | BadUserInputError | NotFoundError} */
export function editVmGroup(context: Context, input: EditVmGroupInput): Promise<VmGroupId> {
  const call = { action: 'editVmGroup', clientMutationId: input.clientMutationId };
  return refusingTaken(input.name ?? '', () =>
    runMutation(context, call, async ({ em }) => {
      const group = await requireVmGroup(em, input.id);
      await run(em, 'update vm_group set name = ?, policy = ? where id = ?', [
        input.name ?? group.name,
        input.policy ?? group.policy,
        group.id,
      ]);
      if (input.vmIds) await writeMembers(em, group.id, input.vmIds);
      return group.id;
    }),
  );
}

/** @throws {NotFoundError} */
export async function deleteVmGroup(
  context: Context,
  input: { readonly id: string; readonly clientMutationId?: string },
): Promise<VmGroupRow> {
  const group = await requireVmGroup(context.em, input.id);
  const { clientMutationId } = input;
  const call = { action: 'deleteVmGroup', clientMutationId, detail: group.name };
  await runMutation(context, call, async ({ em }) => {
    await run(em, 'delete from vm_group where id = ?', [group.id]);
    return group.id;
  });
  return group;
}
