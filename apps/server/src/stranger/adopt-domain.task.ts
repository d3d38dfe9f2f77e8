import { type Domain, LibvirtError } from '@baadal/libvirt';
import { z } from 'zod';
import { hasIt } from '../datastore/datastore-hosts.ts';
import { type Em, isDuplicate, rows, run } from '../platform/db.ts';
import {
  type DatastoreId,
  type HostId,
  newId,
  type TemplateId,
  type UserId,
  type VmId,
} from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { freeVncPort } from '../vm/allocate-vm.ts';
import { statusOf } from '../vm/domain-of.ts';
import { recordVmEvent } from '../vm/vm-record.ts';
import {
  type ForeignDomain,
  faultsOfAdoption,
  placeOf,
  readForeignDomain,
} from './stranger-domain.ts';
import { forgetStranger } from './stranger-rows.ts';

/**
 * Makes a domain that somebody else made, running or not, a VM. Nothing about the domain changes but
 * that it is persistent and that libvirt no longer starts it by itself; it goes on running. Its disks
 * stay where they lie. Undone, it is the stranger that it was.
 */
interface AdoptDomain {
  readonly vmId: VmId;
  readonly hostId: HostId;
  readonly hostName: string;
  readonly uuid: string;
  readonly name: string;
  readonly ownerId: UserId;
  readonly purpose: string | null;
}
type Context = StepContext<AdoptDomain>;

const input = z.object({
  vmId: z.string(),
  hostId: z.string(),
  hostName: z.string(),
  uuid: z.uuid(),
  name: z.string(),
  ownerId: z.string(),
  purpose: z.string().nullable(),
}) as unknown as z.ZodType<AdoptDomain>;

/** A disk, its path relative to its datastore. */
type PlannedDisk = {
  readonly target: string;
  readonly path: string;
  readonly datastoreId: DatastoreId;
  readonly sizeGiB: number;
};

/** What was found of the domain, and what its rows will be. */
type Plan = {
  readonly identity: string;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly disks: readonly PlannedDisk[];
  readonly templateId: TemplateId | null;
  readonly mac: string | null;
  readonly vncPort: number | null;
  readonly persistent: boolean;
  readonly autostart: boolean;
};

async function domainOf(ctx: Context): Promise<Domain> {
  const connection = await ctx.services.hosts.libvirtJobs(ctx.input.hostId);
  try {
    return await connection.domainLookupByUuid(ctx.input.uuid, { signal: ctx.signal });
  } catch (error) {
    if (!(error instanceof LibvirtError && error.is('NO_DOMAIN'))) throw error;
    throw new FatalTaskError(`The domain is no longer on host ${ctx.input.hostName}.`, {
      code: 'NOT_FOUND',
    });
  }
}

const IMAGE = z.object({
  format: z.string(),
  'virtual-size': z.number(),
  'full-backing-filename': z.string().optional(),
});
const GIB = 1024 ** 3;

async function imageOf(ctx: Context, path: string): Promise<z.infer<typeof IMAGE>> {
  const ssh = await ctx.services.hosts.ssh(ctx.input.hostId);
  const argv = ['qemu-img', 'info', '-U', '--output=json', '--', path];
  return IMAGE.parse(JSON.parse(await ssh.run(argv, { signal: ctx.signal })));
}

interface TemplateRow {
  readonly id: TemplateId;
  readonly image: string;
  readonly kernel: string | null;
}

/** What the database knows that a foreign domain may refer to. */
async function surroundings(em: Em, hostId: HostId) {
  const [datastores, templates] = await Promise.all([
    rows<{ id: DatastoreId; path: string }>(
      em,
      `select d.id, d.path from datastore d where ${hasIt('d', '?')}`,
      [hostId],
    ),
    rows<TemplateRow>(
      em,
      `select t.id, concat(d.path, '/', t.file) as image, concat(d.path, '/', t.kernel) as kernel
         from template t join datastore d on d.id = t.datastore_id and ${hasIt('d', '?')}
        order by t.position`,
      [hostId],
    ),
  ]);
  return { datastores, templates, kernels: templates.flatMap(({ kernel }) => kernel ?? []) };
}

async function inspect(ctx: Context): Promise<Plan> {
  const { datastores, templates, kernels } = await surroundings(ctx.em, ctx.input.hostId);
  return await onHost(ctx.input, async () => {
    const domain = await domainOf(ctx);
    const found = readForeignDomain(await domain.xml(0, { signal: ctx.signal }));
    const faults = faultsOfAdoption(found, datastores, kernels);
    if (faults.length > 0)
      throw new FatalTaskError(`${found.name} cannot become a VM. ${faults.join(' ')}`, {
        code: 'CONFLICT',
      });
    const { disks, base } = await disksOf(ctx, found, datastores);
    const template = templates.find(({ image, kernel }) =>
      found.kernel === null ? image === base : kernel === found.kernel,
    );
    if (found.removable > 0)
      ctx.log(
        'WARN',
        `${found.removable} drives for CDs or floppies are left out of later changes.`,
      );
    return {
      identity: found.name,
      ...{ vcpus: found.vcpus, ramMiB: found.ramMiB, disks, vncPort: found.vncPort },
      templateId: template?.id ?? null,
      mac: found.nics[0]?.mac ?? null,
      persistent: await domain.isPersistent({ signal: ctx.signal }),
      autostart: await autostarts(domain, ctx.signal),
    };
  });
}

/** Its disks by target, and the image that the first is a layer over. */
async function disksOf(
  ctx: Context,
  found: ForeignDomain,
  datastores: readonly { readonly id: DatastoreId; readonly path: string }[],
): Promise<{ readonly disks: PlannedDisk[]; readonly base: string | null }> {
  const disks: PlannedDisk[] = [];
  let base: string | null = null;
  for (const { path, target } of found.disks.toSorted((a, b) => a.target.localeCompare(b.target))) {
    const place = placeOf(path ?? '', datastores);
    if (!path || !place) continue;
    const image = await imageOf(ctx, path);
    if (disks.length === 0) base = image['full-backing-filename'] ?? null;
    const sizeGiB = Math.max(1, Math.ceil(image['virtual-size'] / GIB));
    disks.push({ target, path: place.file, datastoreId: place.datastore.id, sizeGiB });
  }
  return { disks, base };
}

/** libvirt starts only persistent domains by itself. */
async function autostarts(domain: Domain, signal: AbortSignal): Promise<boolean> {
  return (await domain.isPersistent({ signal })) && (await domain.getAutostart({ signal }));
}

async function keep(ctx: Context): Promise<void> {
  await onHost(ctx.input, async () => {
    const domain = await domainOf(ctx);
    const { signal } = ctx;
    if (!(await domain.isPersistent({ signal }))) {
      const connection = await ctx.services.hosts.libvirtJobs(ctx.input.hostId);
      await connection.defineDomain(await domain.xml(SECURE, { signal }), 0, { signal });
      ctx.log('INFO', 'The domain is persistent from now on.');
    }
    if (await domain.getAutostart({ signal })) await domain.setAutostart(false, { signal });
  });
}

/** `VIR_DOMAIN_XML_SECURE`: passwords stay in the definition. */
const SECURE = 1;

async function keepNot(ctx: Context): Promise<void> {
  const plan = ctx.result<Plan | undefined>('inspect');
  if (!plan) return;
  const connection = await ctx.services.hosts.libvirtJobs(ctx.input.hostId);
  const { signal } = ctx;
  try {
    const domain = await connection.domainLookupByUuid(ctx.input.uuid, { signal });
    if (!plan.persistent && (await domain.isPersistent({ signal })))
      await domain.undefine(0, { signal });
    if (plan.autostart) await domain.setAutostart(true, { signal });
  } catch (error) {
    // Whoever made it has removed it meanwhile.
    if (!(error instanceof LibvirtError && error.is('NO_DOMAIN'))) throw error;
  }
}

async function record(ctx: Context): Promise<void> {
  const plan = ctx.result<Plan>('inspect');
  const status = await onHost(ctx.input, async () =>
    statusOf(await (await domainOf(ctx)).state({ signal: ctx.signal })),
  );
  try {
    await ctx.transaction(async (em) => {
      await rows(em, 'select id from host where id = ? for update', [ctx.input.hostId]);
      const [there] = await rows(em, 'select 1 from vm where id = ?', [ctx.input.vmId]);
      if (!there) await insertVm(em, ctx, plan, status);
      await forgetStranger(em, ctx.input.hostId, ctx.input.uuid);
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new FatalTaskError(
      'Another VM has this name or identity, or one of its disks. Choose another name.',
      { code: 'CONFLICT', cause: error },
    );
  }
  tell(ctx);
}

async function insertVm(em: Em, ctx: Context, plan: Plan, status: string): Promise<void> {
  const { vmId, hostId, uuid, name, ownerId, purpose } = ctx.input;
  const [root] = plan.disks;
  const port = await freeVncPort(em, plan.vncPort);
  if (port !== plan.vncPort)
    ctx.log('WARN', 'Its screen can be reached only after a start with a changed definition.');
  await run(
    em,
    `insert into vm (id, name, identity, uuid, owner_id, requester_id, organisation_id, host_id,
       template_id, datastore_id, vcpus, ram_mib, disk_gib, vnc_port, purpose, locked,
       desired_status, status, told_status, status_since, created_at)
     select ?, ?, ?, ?, u.id, ?, u.organisation_id, ?, ?, ?, ?, ?, ?, ?, ?, false, ?, ?, ?,
       utc_timestamp(3), utc_timestamp(3) from user u where u.id = ?`,
    [
      ...[vmId, name, plan.identity, uuid, ctx.requestedBy ?? ownerId, hostId, plan.templateId],
      ...[root?.datastoreId, plan.vcpus, plan.ramMiB, root?.sizeGiB],
      ...[port, purpose, status, status, status, ownerId],
    ],
  );
  for (const [i, disk] of plan.disks.entries())
    await run(
      em,
      `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root)
       values (?, ?, ?, ?, ?, ?, ?)`,
      [newId('disk'), vmId, disk.target, disk.path, disk.sizeGiB, disk.datastoreId, i === 0],
    );
  await takeAddress(em, ctx, plan.mac);
  const change = { attribute: 'adopted', from: plan.identity, to: name };
  await recordVmEvent(em, vmId, change, { actorId: ctx.requestedBy, taskId: ctx.taskId });
}

/** The address that belongs to its network card, when that is one of ours. */
async function takeAddress(em: Em, ctx: Context, mac: string | null): Promise<void> {
  if (mac === null) return;
  const { vmId } = ctx.input;
  const taken = await run(
    em,
    'update private_ip set vm_id = ? where mac = ? and vm_id is null and host_id is null',
    [vmId, mac],
  );
  if (taken === 0)
    return ctx.log(
      'WARN',
      `No pool has an address for its card ${mac}: the VM has no address here, and a change of its definition would leave the card out.`,
    );
  await run(
    em,
    `update vm set security_domain_id = (select s.id from private_ip p
       join security_domain s on s.vlan_id = p.vlan_id where p.vm_id = ? order by s.id limit 1)
      where id = ?`,
    [vmId, vmId],
  );
}

async function forget(ctx: Context): Promise<void> {
  const { vmId, ownerId } = ctx.input;
  await ctx.transaction(async (em) => {
    await run(em, 'update private_ip set vm_id = null where vm_id = ?', [vmId]);
    await run(em, 'delete from vm where id = ?', [vmId]);
  });
  ctx.services.events.publish('vmRemoved', { id: vmId, viewerIds: [ownerId] });
  tell(ctx);
}

function tell(ctx: Context): void {
  const { events } = ctx.services;
  events.publish('vm', { id: ctx.input.vmId });
  events.publish('host', { id: ctx.input.hostId });
  events.publish('reconcile', { hostId: ctx.input.hostId });
}

export const adoptDomainTask = defineTask<AdoptDomain>({
  type: 'ADOPT_DOMAIN',
  withoutVm: true,
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'inspect', do: inspect },
    { name: 'keep', do: keep, undo: keepNot },
    { name: 'record', do: record, undo: forget },
  ],
  succeeded: (ctx) => `${ctx.input.name} is adopted successfully`,
});
