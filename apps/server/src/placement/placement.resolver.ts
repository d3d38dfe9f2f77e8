import { IsInt, Min } from 'class-validator';
import {
  Arg,
  Ctx,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { HostType } from '../host/host.type.ts';
import { loadHostViews } from '../host/host-views.ts';
import { judgeDestinations } from '../migration/reserve-migration.ts';
import { type Em, rows } from '../platform/db.ts';
import type { DatastoreId, HostId, VmId } from '../platform/ids.ts';
import { requireVm } from '../vm/vm-lookup.ts';
import { previewPlacement } from './placement.service.ts';

@InputType({ description: 'The VM that a place is sought for.' })
class PlacementInput {
  @Field(() => Int)
  @IsInt()
  @Min(1, { message: 'A VM needs at least 1 vCPU.' })
  vcpus: number;

  @Field(() => Int)
  @IsInt()
  @Min(1, { message: 'A VM needs RAM.' })
  ramMiB: number;

  @Field(() => Int, { nullable: true })
  diskGiB?: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The VM itself, when it exists and is to be moved.',
  })
  vmId?: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Where the disks of that VM go along with it; of a new VM, where they will lie.',
  })
  datastoreId?: string;

  @Field(() => ID, { nullable: true, description: 'What a new VM is to be made from.' })
  templateId?: string;
}

@ObjectType({ description: "One rule's word on one host.", simpleResolvers: true })
class PlacementReason {
  @Field(() => String)
  rule: string;

  @Field(() => Boolean)
  ok: boolean;

  @Field(() => String)
  text: string;
}

@ObjectType({ description: 'One host with the verdict on it.', simpleResolvers: true })
class PlacementCandidate {
  @Field(() => HostType)
  host: HostType;

  @Field(() => Boolean)
  accepted: boolean;

  @Field(() => Float, { description: '0 (full) to 100 (empty).' })
  score: number;

  @Field(() => [PlacementReason])
  reasons: readonly PlacementReason[];
}

@ObjectType({ description: 'Where a VM would go, and why.', simpleResolvers: true })
class PlacementPreview {
  @Field(() => HostType, { nullable: true })
  chosen: HostType | null;

  @Field(() => [PlacementCandidate], { description: 'Every host, best first.' })
  candidates: readonly PlacementCandidate[];
}

@ObjectType({ description: 'What the whole cloud has and has promised.', simpleResolvers: true })
class Capacity {
  @Field(() => Int)
  cpus: number;

  @Field(() => Int)
  ramMiB: number;

  @Field(() => Int, { description: 'Of all datastores.' })
  diskGiB: number;

  @Field(() => Int, { description: 'vCPUs that may be promised on all hosts.' })
  vcpuLimit: number;

  @Field(() => Int, { description: 'RAM that may be promised on all hosts.' })
  ramLimitMiB: number;

  @Field(() => Int, { description: 'vCPUs of all VMs.' })
  reservedCpus: number;

  @Field(() => Int)
  reservedRamMiB: number;

  @Field(() => Int)
  usedDiskGiB: number;
}

async function datastoreOfTemplate(em: Em, id: string | undefined): Promise<DatastoreId[]> {
  if (!id) return [];
  const sql = 'select datastore_id as id from template where id = ?';
  return (await rows<{ id: DatastoreId }>(em, sql, [id])).map((row) => row.id);
}

@Resolver()
export class PlacementResolver {
  @Query(() => PlacementPreview, { description: 'Where a VM of this size would go now.' })
  async placementPreview(
    @Ctx() ctx: Context,
    @Arg('input', () => PlacementInput) input: PlacementInput,
  ): Promise<PlacementPreview> {
    const viewer = requireViewer(ctx);
    const { vcpus, ramMiB, vmId } = input;
    const along = input.datastoreId as DatastoreId | undefined;
    if (vmId) await requireVm(ctx.em, viewer, vmId);
    const judged = vmId
      ? await judgeDestinations(ctx.em, vmId as VmId, { vcpus, ramMiB }, along)
      : await previewPlacement(ctx.em, {
          ...{ vcpus, ramMiB, datastoreId: along ?? null },
          moreDatastores: await datastoreOfTemplate(ctx.em, input.templateId),
        });
    const hosts = new Map<HostId, HostType>(
      (
        await loadHostViews(
          ctx.em,
          judged.map((c) => c.host.id),
        )
      ).map((host) => [host.id, host]),
    );
    const candidates = judged.flatMap((c) => {
      const host = hosts.get(c.host.id);
      return host ? [{ ...c, host }] : [];
    });
    return { chosen: candidates.find((c) => c.accepted)?.host ?? null, candidates };
  }

  @Query(() => Capacity)
  async capacity(@Ctx() ctx: Context): Promise<Capacity> {
    const limits = await ctx.loaders.constants.load('all');
    const [sum] = await rows<Capacity>(
      ctx.em,
      `select (select coalesce(sum(cpus), 0) from host) as cpus,
              (select coalesce(sum(ram_mib), 0) from host) as ramMiB,
              (select coalesce(sum(capacity_gib), 0) from datastore) as diskGiB,
              (select coalesce(sum(used_gib), 0) from datastore) as usedDiskGiB,
              (select coalesce(sum(floor(cpus * ?)), 0) from host) as vcpuLimit,
              (select coalesce(sum(greatest(0, floor((ram_mib - ?) * ?))), 0) from host) as ramLimitMiB,
              coalesce(sum(vcpus), 0) as reservedCpus, coalesce(sum(ram_mib), 0) as reservedRamMiB
         from vm`,
      [limits.cpuOvercommitRatio, limits.hostRamReserveMiB, limits.ramOvercommitRatio],
    );
    return sum as Capacity;
  }
}
