import type { GraphQLSchema } from 'graphql';
import { AlertResolver } from './alert/alert.resolver.ts';
import { ArchiveResolver } from './archive/archive.resolver.ts';
import { AuditResolver } from './audit/audit.resolver.ts';
import { rememberedResult } from './audit/mutation.ts';
import { AuthResolver } from './auth/auth.resolver.ts';
import { authorise, HOST_FIELDS_FOR_ADMINS, OPERATIONS, requireAdmin } from './auth/policy.ts';
import { CloneResolver } from './clone/clone.resolver.ts';
import { ConsoleResolver } from './console/console.resolver.ts';
import { ConstantResolver } from './constant/constant.resolver.ts';
import type { Context } from './context.ts';
import {
  DatastoreCandidateResolver,
  DatastoreChoiceResolver,
  DatastoreHostResolver,
  DatastoreResolver,
} from './datastore/datastore.resolver.ts';
import { DetachedDiskResolver, DiskResolver } from './disk/disk.resolver.ts';
import { DiskMoveResolver } from './disk-move/disk-move.resolver.ts';
import { EmptyingResolver, EmptyingStepResolver } from './emptying/emptying.resolver.ts';
import {
  BalanceMoveResolver,
  EvacuationResolver,
  EvacuationStepResolver,
  HostPressureResolver,
} from './evacuation/evacuation.resolver.ts';
import { HostResolver } from './host/host.resolver.ts';
import { HostChangesResolver, HostEventResolver } from './host/host-changes.resolver.ts';
import {
  HostNetworkEdgeResolver,
  HostNetworkResolver,
} from './host-network/host-network.resolver.ts';
import { HostPowerResolver } from './host-power/host-power.resolver.ts';
import { LeakResolver } from './leak/leak.resolver.ts';
import { LogResolver } from './log/log.resolver.ts';
import { MailResolver } from './mail/mail.resolver.ts';
import { MaintenanceResolver, ShutHostResolver } from './maintenance/maintenance.resolver.ts';
import { AsideFilesResolver } from './metrics/aside-files.resolver.ts';
import { HostUsageResolver, MetricsResolver, VmUsageResolver } from './metrics/metrics.resolver.ts';
import {
  HostMigrationConsentResolver,
  HostMigrationResolver,
  MigrationPeerResolver,
} from './migration/host-migration.resolver.ts';
import { MigrationResolver } from './migration/migration.resolver.ts';
import { NetworkResolver } from './network/network.resolver.ts';
import {
  AffinityOfHostResolver,
  HostAffinityResolver,
  VmGroupResolver,
} from './placement/affinity.resolver.ts';
import { PlacementResolver } from './placement/placement.resolver.ts';
import { buildGuardedSchema } from './platform/graphql/schema.ts';
import { RespawnResolver } from './respawn/respawn.resolver.ts';
import { SnapshotResolver, VmSnapshotsResolver } from './snapshot/snapshot.resolver.ts';
import { StrangerResolver } from './stranger/stranger.resolver.ts';
import { TaskResolver } from './task/task.resolver.ts';
import { requireTask } from './task/task.service.ts';
import { TemplateResolver } from './template/template.resolver.ts';
import { UploadResolver } from './upload/upload.resolver.ts';
import { UserResolver } from './user/user.resolver.ts';
import { CollaboratorResolver } from './vm/collaborator.resolver.ts';
import { DiskMediaResolver } from './vm/disk-media.resolver.ts';
import { ExistingImageResolver } from './vm/existing-image.resolver.ts';
import { VmResolver } from './vm/vm.resolver.ts';
import { VmEventResolver, VmFieldsResolver } from './vm/vm-fields.resolver.ts';
import { VmSettingsResolver } from './vm/vm-settings.resolver.ts';

const RESOLVERS = [
  AlertResolver,
  ArchiveResolver,
  AuditResolver,
  AuthResolver,
  CloneResolver,
  CollaboratorResolver,
  ConsoleResolver,
  ConstantResolver,
  DatastoreCandidateResolver,
  DatastoreChoiceResolver,
  DatastoreHostResolver,
  DatastoreResolver,
  DetachedDiskResolver,
  DiskResolver,
  DiskMoveResolver,
  HostChangesResolver,
  HostEventResolver,
  HostResolver,
  HostNetworkEdgeResolver,
  HostNetworkResolver,
  LeakResolver,
  LogResolver,
  HostUsageResolver,
  MailResolver,
  AsideFilesResolver,
  MetricsResolver,
  MigrationResolver,
  BalanceMoveResolver,
  EvacuationStepResolver,
  HostPressureResolver,
  EmptyingResolver,
  EmptyingStepResolver,
  EvacuationResolver,
  HostMigrationResolver,
  HostMigrationConsentResolver,
  MigrationPeerResolver,
  VmUsageResolver,
  NetworkResolver,
  PlacementResolver,
  RespawnResolver,
  MaintenanceResolver,
  ShutHostResolver,
  SnapshotResolver,
  StrangerResolver,
  AffinityOfHostResolver,
  HostAffinityResolver,
  VmGroupResolver,
  HostPowerResolver,
  TaskResolver,
  TemplateResolver,
  UploadResolver,
  UserResolver,
  DiskMediaResolver,
  ExistingImageResolver,
  VmEventResolver,
  VmFieldsResolver,
  VmResolver,
  VmSnapshotsResolver,
  VmSettingsResolver,
] as const;

/** The whole schema, with the policy in front of every root field. */
export function buildSchema(): GraphQLSchema {
  return buildGuardedSchema<Context>(RESOLVERS, {
    operations: new Set(Object.keys(OPERATIONS)),
    authorise: (operation, context) => {
      if (context.fault) throw context.fault;
      authorise(operation, context.viewer);
    },
    startedTask: async (mutation, clientMutationId, context) => {
      const id = await rememberedResult(context, mutation, clientMutationId);
      return id === null ? undefined : requireTask(context, id);
    },
    guardedFields: new Map(HOST_FIELDS_FOR_ADMINS.map((field) => [`Host.${field}`, requireAdmin])),
  });
}
