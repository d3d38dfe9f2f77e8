import { DomainDeviceModifyFlags } from '@baadal/libvirt';
import { z } from 'zod';
import { rows, run } from '../platform/db.ts';
import type { TemplateId, VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { defineDomain, requireOwnDisks } from './define-domain.ts';
import { requireDomain } from './domain-of.ts';
import { driveXml } from './domain-xml.ts';
import { recordVmEvent, requireVmRecord } from './vm-record.ts';

/**
 * Puts a disc into a VM's drive, or takes it out: in the row, in the definition (which also decides
 * what it boots from), and in the domain that runs. Undone, the disc that was there is back.
 */

interface ChangeMedia {
  readonly vmId: VmId;
  readonly name: string;
  /** Null: out. */
  readonly templateId: TemplateId | null;
  readonly disc: string | null;
}
type Context = StepContext<ChangeMedia>;

const input = z.object({
  vmId: z.string(),
  name: z.string(),
  templateId: z.string().nullable(),
  disc: z.string().nullable(),
}) as unknown as z.ZodType<ChangeMedia>;

interface Before {
  readonly templateId: TemplateId | null;
  readonly disc: string | null;
  readonly [key: string]: string | null;
}

/** @returns what was in the drive before this task */
async function remember(ctx: Context): Promise<Before> {
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  await requireOwnDisks(ctx.services, vm, ctx.signal);
  const [before] = await rows<Before>(
    ctx.em,
    `select v.media_template_id as templateId, t.name as disc
       from vm v left join template t on t.id = v.media_template_id where v.id = ?`,
    [ctx.input.vmId],
  );
  return before
    ? { templateId: before.templateId, disc: before.disc }
    : { templateId: null, disc: null };
}

async function put(ctx: Context, templateId: TemplateId | null): Promise<void> {
  const { vmId } = ctx.input;
  await ctx.transaction((em) =>
    run(em, 'update vm set media_template_id = ? where id = ?', [templateId, vmId]),
  );
  const vm = await requireVmRecord(ctx.em, vmId);
  const { signal } = ctx;
  await defineDomain(ctx.services, vm, signal);
  await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, signal);
    if (!vm.drive || !(await domain.isActive({ signal }))) return;
    // A guest may have locked its drive; what was asked for here counts.
    const flags = DomainDeviceModifyFlags.LIVE | DomainDeviceModifyFlags.FORCE;
    await domain.updateDevice(driveXml(vm.drive.disc), flags, { signal });
  });
  ctx.services.events.publish('vm', { id: vmId });
}

async function putBack(ctx: Context): Promise<void> {
  const before = ctx.result<Before | undefined>('look');
  if (before) await put(ctx, before.templateId);
}

async function record(ctx: Context): Promise<void> {
  const { vmId, disc } = ctx.input;
  const { disc: from } = ctx.result<Before>('look');
  if (from === disc) return;
  await ctx.transaction((em) =>
    recordVmEvent(
      em,
      vmId,
      { attribute: 'disc', from, to: disc },
      { actorId: ctx.requestedBy, taskId: ctx.taskId },
    ),
  );
}

export const changeMediaTask = defineTask<ChangeMedia>({
  type: 'CHANGE_MEDIA',
  input,
  limits: [{ scope: 'HOST', max: 8 }],
  steps: [
    { name: 'look', weight: 1, do: remember },
    {
      name: 'change disc',
      weight: 3,
      do: (ctx) => put(ctx, ctx.input.templateId),
      undo: putBack,
      leftover: () => 'another disc in its drive',
    },
    { name: 'record', weight: 1, do: record },
  ],
  succeeded: ({ input: { name, disc } }) =>
    disc === null
      ? `${name}: the disc is ejected successfully`
      : `${name}: ${disc} is inserted successfully`,
});
