import { z } from 'zod';
import { type FilesAt, throughAnyHost } from '../datastore/through-any-host.ts';
import { fileSize } from '../image/qemu-img.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { TemplateId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { announceTemplate, deleteBlockers, loadTemplates } from './template.service.ts';

/**
 * Deletes a template: its files, then its row. It was retired when this was asked for, so that no
 * VM is made from it meanwhile; a VM that came before is found here once more.
 */

interface DeleteTemplate {
  readonly templateId: TemplateId;
  readonly name: string;
  /** It was offered before: what it is again when this fails. */
  readonly wasActive: boolean;
}
type Context = StepContext<DeleteTemplate>;

const input = z.object({
  templateId: z.string(),
  name: z.string(),
  wasActive: z.boolean(),
}) as unknown as z.ZodType<DeleteTemplate>;

async function retire(ctx: Context): Promise<void> {
  const { templateId } = ctx.input;
  await ctx.transaction(async (em) => {
    await run(em, 'update template set active = false where id = ?', [templateId]);
    const blocker = (await deleteBlockers(em, [templateId])).get(templateId);
    if (blocker) throw new FatalTaskError(blocker, { code: 'CONFLICT' });
  });
}

/** Whose image is gone already stays retired: it can be deleted again, but not used. */
async function offerAgain(ctx: Context): Promise<void> {
  const { templateId, wasActive } = ctx.input;
  const [image] = await ownFiles(ctx);
  if (image !== undefined) {
    const there = await throughAnyHost(ctx, await placeOf(ctx), (ssh) =>
      fileSize(ssh, image, ctx.signal),
    );
    if (there === null) return;
  }
  await ctx.transaction((em) =>
    run(em, 'update template set active = ? where id = ?', [wasActive, templateId]),
  );
  await announce(ctx, ctx.em);
}

async function announce(ctx: Context, em: Em): Promise<void> {
  const [template] = await loadTemplates(em, [ctx.input.templateId]);
  if (template) announceTemplate(ctx.services.events, template);
}

async function placeOf(ctx: Context): Promise<FilesAt> {
  const [template] = await loadTemplates(ctx.em, [ctx.input.templateId]);
  return { datastores: template ? [template.datastoreId] : [] };
}

/** Files of the template that no other template names, as absolute paths, the image first. */
async function ownFiles(ctx: Context): Promise<string[]> {
  const files = await rows<{ path: string }>(
    ctx.em,
    `select concat(d.path, '/', own.file) as path from (
       select id, datastore_id, file, 1 as part from template where id = ?
       union all select id, datastore_id, kernel, 2 from template where id = ? and kernel is not null
       union all select id, datastore_id, initrd, 3 from template where id = ? and initrd is not null
     ) own join datastore d on d.id = own.datastore_id
      where not exists (select 1 from template o where o.id <> own.id
        and o.datastore_id = own.datastore_id and own.file in (o.file, o.kernel, o.initrd))
      order by own.part`,
    [ctx.input.templateId, ctx.input.templateId, ctx.input.templateId],
  );
  return files.map(({ path }) => path);
}

async function removeFiles(ctx: Context): Promise<void> {
  const files = await ownFiles(ctx);
  if (files.length === 0) return;
  await throughAnyHost(ctx, await placeOf(ctx), (ssh) =>
    ssh.run(['rm', '-f', '--', ...files], { signal: ctx.signal }),
  );
  ctx.log('INFO', `Removed ${files.join(', ')}.`);
}

async function removeRow(ctx: Context): Promise<void> {
  const [template] = await loadTemplates(ctx.em, [ctx.input.templateId]);
  if (!template) return;
  await ctx.transaction((em) => run(em, 'delete from template where id = ?', [template.id]));
  announceTemplate(ctx.services.events, template);
}

export const deleteTemplateTask = defineTask<DeleteTemplate>({
  type: 'DELETE_TEMPLATE',
  input,
  steps: [
    {
      name: 'retire',
      weight: 1,
      do: retire,
      undo: offerAgain,
      leftover: () => 'it is retired',
    },
    { name: 'remove files', weight: 1, do: removeFiles },
    { name: 'remove row', weight: 1, do: removeRow },
  ],
  succeeded: (ctx) => `Template ${ctx.input.name} is deleted successfully`,
});
