import {
  type Domain,
  DomainMemoryModFlags,
  DomainVcpuFlags,
  isLibvirtError,
  LibvirtError,
} from '@baadal/libvirt';
import { z } from 'zod';
import { reserveResize } from '../placement/placement.service.ts';
import { rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import {
  ACTIVE_ATTRIBUTES,
  type ActiveAttribute,
  type ActiveSettings,
  activeSettingsOf,
  NOTHING_PENDING,
  writeActive,
} from './active-settings.ts';
import { defineDomain, otherDisk, requireOwnDisks } from './define-domain.ts';
import { findDomain } from './domain-of.ts';
import { hasGuestAgent, turnOnVcpus } from './guest-agent.ts';
import { hasRoomForVcpus } from './tcg-room.ts';
import {
  applyChanges,
  isOfDefinition,
  revertChanges,
  VM_ATTRIBUTES,
  type VmAttribute,
  type VmChange,
} from './vm-changes.ts';
import { findVmRecord, recordVmEvent, requireVmRecord, type VmRecord } from './vm-record.ts';

/**
 * Brings an edit to the VM's domain. The rows have it already (the mutation wrote them, with the room
 * it needs); here the definition follows, and the running domain as far as libvirt and the guest
 * go along: vCPUs are plugged in up to the maximum of its start, RAM moves by balloon within its
 * maximum. The rest waits for the next start, and shows as pending. Undone, the VM is as it was.
 *
 * vCPUs are never taken out of a running domain: few guests let go of one, libvirt then times out,
 * and QEMU 7.2 has been seen to crash at the next plugging.
 */

interface EditVm {
  readonly vmId: VmId;
  readonly name: string;
  readonly changes: readonly VmChange[];
  /** What was asked for, changed or not. */
  readonly edited: readonly VmAttribute[];
}
type Context = StepContext<EditVm>;

const attribute = z.enum(Object.keys(VM_ATTRIBUTES) as [VmAttribute, ...VmAttribute[]]);
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const input = z.object({
  vmId: z.string(),
  name: z.string(),
  changes: z.array(z.object({ attribute, from: value, to: value })),
  edited: z.array(attribute),
}) as unknown as z.ZodType<EditVm>;

/** What of the edit a running domain may not have yet. */
const activeOf = ({ input: { changes } }: Context): ActiveAttribute[] =>
  ACTIVE_ATTRIBUTES.filter((each) => changes.some(({ attribute: what }) => what === each));

const definesAnew = ({ input: { changes } }: Context): boolean => changes.some(isOfDefinition);

/** There is nothing to do the first time; a retry reserves anew. */
async function change(ctx: Context): Promise<void> {
  const { vmId, changes } = ctx.input;
  const sizes = changes.filter(({ attribute: what }) => what === 'vcpus' || what === 'ramMiB');
  await ctx.transaction(async (em) => {
    if (sizes.length > 0) await rows(em, 'select id from host order by id for update');
    await applyChanges(em, vmId, changes);
    const vm = await requireVmRecord(em, vmId);
    if (ctx.attempt > 1 && sizes.some(({ from, to }) => Number(to) > Number(from)))
      await reserveResize(em, vmId, vm.hostId, vm);
  });
}

async function changeBack(ctx: Context): Promise<void> {
  const { vmId, changes } = ctx.input;
  await ctx.transaction((em) => revertChanges(em, vmId, changes));
  const vm = await findVmRecord(ctx.em, vmId);
  if (vm && definesAnew(ctx)) {
    const domain = await onHost(vm, () => findDomain(ctx.services, vm, ctx.signal));
    // Where another disk was found, nothing was written over it.
    if (domain && !(await otherDisk(ctx.services, vm, ctx.signal)))
      await defineDomain(ctx.services, vm, ctx.signal);
    await lookAtDomain(ctx, vm);
  }
  ctx.services.events.publish('vm', { id: vmId });
}

async function redefine(ctx: Context): Promise<void> {
  if (!definesAnew(ctx)) return;
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  await requireOwnDisks(ctx.services, vm, ctx.signal);
  await defineDomain(ctx.services, vm, ctx.signal);
}

async function applyLive(ctx: Context): Promise<void> {
  const wanted = activeOf(ctx);
  if (wanted.length === 0) return;
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  await onHost(vm, async () => {
    const domain = await findDomain(ctx.services, vm, ctx.signal);
    if (domain && (await domain.isActive({ signal: ctx.signal }))) {
      if (wanted.includes('vcpus')) await plugVcpus(ctx, domain, vm);
      if (wanted.includes('ramMiB')) await moveBalloon(ctx, domain, vm);
    }
  });
  const left = await lookAtDomain(ctx, vm);
  if (left) ctx.log('INFO', 'Takes effect at the next start as far as it could not be done now.');
}

async function plugVcpus(ctx: Context, domain: Domain, vm: VmRecord): Promise<void> {
  const { signal } = ctx;
  const xml = await domain.xml(0, { signal });
  const live = activeSettingsOf(xml);
  if (vm.vcpus < live.vcpus || vm.vcpus > live.maxVcpus) return;
  if (vm.vcpus > live.vcpus && !(await canPlug(ctx, domain, { vm, xml, ...live }))) return;
  await leavingRefusals(ctx, async () => {
    if (vm.vcpus > live.vcpus) await domain.setVcpus(vm.vcpus, DomainVcpuFlags.LIVE, { signal });
    if (hasGuestAgent(xml)) await turnOn(ctx, domain, vm);
  });
}

async function canPlug(
  ctx: Context,
  domain: Domain,
  { vm, xml, maxVcpus }: { vm: VmRecord; xml: string; maxVcpus: number },
): Promise<boolean> {
  const connection = await ctx.services.hosts.libvirt(vm.hostId);
  const ask = { xml, wanted: vm.vcpus, maximum: maxVcpus };
  if (await hasRoomForVcpus(connection, domain, ask, ctx.signal)) return true;
  ctx.log(
    'WARN',
    'Not while it runs: QEMU emulates this guest, and has no room for the code of more vCPUs now.',
  );
  return false;
}

/** They are plugged in, whatever the agent says. */
async function turnOn(ctx: Context, domain: Domain, vm: VmRecord): Promise<void> {
  try {
    await turnOnVcpus(domain, vm.vcpus, ctx.signal);
    ctx.log('INFO', `The guest agent turned all vCPUs on: ${vm.vcpus}.`);
  } catch (error) {
    if (!(error instanceof LibvirtError) || isLibvirtError(error, 'NO_DOMAIN')) throw error;
    ctx.log('WARN', `The guest agent did not turn on the new vCPUs: ${error.message}`);
  }
}

/** How long a guest may leave its balloon where it is before the change counts as pending. */
const BALLOON_MS = 10_000;
const BALLOON_LOOK_MS = 250;

async function moveBalloon(ctx: Context, domain: Domain, vm: VmRecord): Promise<void> {
  const live = activeSettingsOf(await domain.xml(0, { signal: ctx.signal }));
  if (vm.ramMiB === live.ramMiB || vm.ramMiB > live.maxRamMiB) return;
  const target = vm.ramMiB * 1024;
  await leavingRefusals(ctx, async () => {
    await domain.setMemory(target, DomainMemoryModFlags.LIVE, { signal: ctx.signal });
    let seenKiB: number | undefined;
    let deadline = 0;
    while (seenKiB === undefined || Date.now() < deadline) {
      const { memoryKiB, state } = await domain.info({ signal: ctx.signal });
      // A guest that is paused moves nothing.
      if (memoryKiB === target || state !== 'running') return;
      if (memoryKiB !== seenKiB) deadline = Date.now() + BALLOON_MS;
      seenKiB = memoryKiB;
      await new Promise((resolve) => setTimeout(resolve, BALLOON_LOOK_MS));
    }
    ctx.log('WARN', `The guest has not moved its memory balloon to ${vm.ramMiB} MiB yet.`);
  });
}

/** What libvirt or the guest refuses while it runs waits for the next start. */
async function leavingRefusals(ctx: Context, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof LibvirtError) || isLibvirtError(error, 'NO_DOMAIN')) throw error;
    ctx.log('WARN', `Not while it runs: ${error.message}`);
  }
}

/**
 * What the domain has. Memory that waits for the next start is told as it was before the edit: a
 * guest that is booting has not given its head-room back to the balloon yet.
 */
function settledSettings(ctx: Context, vm: VmRecord, xml: string): ActiveSettings {
  const live = activeSettingsOf(xml);
  const before = ctx.input.changes.find(({ attribute: what }) => what === 'ramMiB')?.from;
  if (vm.ramMiB <= live.maxRamMiB || typeof before !== 'number') return live;
  return { ...live, ramMiB: Math.min(live.ramMiB, before) };
}

/** Writes down what the domain has. @returns whether something waits for the next start */
async function lookAtDomain(ctx: Context, vm: VmRecord): Promise<boolean> {
  const xml = await onHost(vm, async () => {
    const domain = await findDomain(ctx.services, vm, ctx.signal);
    const active = domain && (await domain.isActive({ signal: ctx.signal }));
    return active ? domain.xml(0, { signal: ctx.signal }) : null;
  });
  return ctx.transaction(async (em) => {
    if (xml === null) {
      await run(em, `update vm set ${NOTHING_PENDING} where id = ?`, [vm.id]);
      return false;
    }
    await writeActive(em, vm.id, settledSettings(ctx, vm, xml), activeOf(ctx));
    const sql = `select 1 from vm where id = ? and coalesce(active_vcpus, active_ram_mib, active_boot_order) is not null`;
    return (await rows(em, sql, [vm.id])).length > 0;
  });
}

async function record(ctx: Context): Promise<void> {
  const { vmId, changes } = ctx.input;
  const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
  await ctx.transaction(async (em) => {
    const told = await rows(em, 'select 1 from vm_event where task_id = ? limit 1', [ctx.taskId]);
    if (told.length > 0) return;
    const text = (of: VmChange['to']) => (of === null ? null : String(of));
    for (const { attribute: what, from, to } of changes)
      if (VM_ATTRIBUTES[what].resource !== null)
        await recordVmEvent(em, vmId, { attribute: what, from: text(from), to: text(to) }, by);
    if (changes.some(({ attribute: what }) => what === 'expiresAt'))
      await run(em, 'update vm set expiry_told_at = null, expiry_warned_at = null where id = ?', [
        vmId,
      ]);
  });
  ctx.services.events.publish('vm', { id: vmId });
}

export const editVmTask = defineTask<EditVm>({
  type: 'EDIT_VM',
  input,
  limits: [{ scope: 'HOST', max: 8 }],
  steps: [
    {
      name: 'change',
      weight: 1,
      do: change,
      undo: changeBack,
      leftover: () => 'its new settings',
    },
    { name: 'define domain', weight: 2, do: redefine },
    { name: 'apply to the running domain', weight: 4, do: applyLive },
    { name: 'record', weight: 1, do: record },
  ],
  succeeded: ({ input: { edited } }) =>
    edited
      .flatMap((what) => VM_ATTRIBUTES[what].resource ?? [])
      .map((resource) => `Edited ${resource} successfully.`)
      .join(' ') || 'Nothing had to be changed.',
});
