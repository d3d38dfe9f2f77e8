import { AlertEntity, AlertRuleEntity } from './alert/alert.entity.ts';
import { ArchivedVmEntity } from './archive/archived-vm.entity.ts';
import { AuditEntryEntity, MutationResultEntity } from './audit/audit.entity.ts';
import { ApiToken } from './auth/api-token.entity.ts';
import { SessionEntity } from './auth/session.entity.ts';
import { CollectorProcessEntity } from './collector/collector-process.entity.ts';
import { ConsoleTicketEntity } from './console/console-ticket.entity.ts';
import { ConstantChangeEntity, ConstantEntity } from './constant/constant.entity.ts';
import { Datastore } from './datastore/datastore.entity.ts';
import { DatastoreHostEntity } from './datastore/datastore-host.entity.ts';
import { DiskEntity } from './disk/disk.entity.ts';
import { HostEntity, HostEventEntity } from './host/host.entity.ts';
import { HostLinkEntity, HostLinkSampleEntity } from './host-network/host-link.entity.ts';
import { HostPowerEntity } from './host-power/host-power.entity.ts';
import { MailOutboxEntity } from './mail/mail.entity.ts';
import {
  CloudStateEntity,
  KeptVmEntity,
  ShutHostEntity,
} from './maintenance/maintenance.entity.ts';
import { UsageSampleEntity } from './metrics/usage-sample.entity.ts';
import { HostMigrationEntity } from './migration/host-migration.entity.ts';
import { VmMigrationEntity } from './migration/vm-migration.entity.ts';
import { PrivateIpEntity, SecurityDomainEntity, VlanEntity } from './network/network.entity.ts';
import { NetworkBoxEntity } from './network/network-box.entity.ts';
import { Organisation } from './organisation/organisation.entity.ts';
import {
  HostAffinityEntity,
  VmGroupEntity,
  VmGroupMemberEntity,
} from './placement/affinity.entity.ts';
import { StaleDomainEntity } from './respawn/stale-domain.entity.ts';
import { PeriodicJobEntity } from './schedule/periodic-job.entity.ts';
import { SnapshotEntity, SnapshotScheduleEntity } from './snapshot/snapshot.entity.ts';
import { TaskEntity, TaskEventEntity, TaskStepEntity } from './task/task.entity.ts';
import { Template } from './template/template.entity.ts';
import { UploadEntity } from './upload/upload.entity.ts';
import { UserEntity } from './user/user.entity.ts';
import { UserPreferenceEntity } from './user/user-preference.entity.ts';
import { VmCollaboratorEntity, VmEntity, VmEventEntity } from './vm/vm.entity.ts';

/** Every table of the schema. */
export const ENTITIES = [
  AlertEntity,
  AlertRuleEntity,
  ApiToken,
  ArchivedVmEntity,
  AuditEntryEntity,
  CollectorProcessEntity,
  ConsoleTicketEntity,
  ConstantChangeEntity,
  ConstantEntity,
  Datastore,
  DatastoreHostEntity,
  DiskEntity,
  HostAffinityEntity,
  HostEntity,
  HostLinkEntity,
  HostLinkSampleEntity,
  HostEventEntity,
  HostMigrationEntity,
  HostPowerEntity,
  MailOutboxEntity,
  MutationResultEntity,
  NetworkBoxEntity,
  Organisation,
  PeriodicJobEntity,
  PrivateIpEntity,
  SecurityDomainEntity,
  SessionEntity,
  SnapshotEntity,
  SnapshotScheduleEntity,
  StaleDomainEntity,
  CloudStateEntity,
  KeptVmEntity,
  ShutHostEntity,
  TaskEntity,
  TaskEventEntity,
  TaskStepEntity,
  Template,
  UsageSampleEntity,
  UploadEntity,
  UserEntity,
  UserPreferenceEntity,
  VlanEntity,
  VmCollaboratorEntity,
  VmEntity,
  VmEventEntity,
  VmGroupEntity,
  VmGroupMemberEntity,
  VmMigrationEntity,
] as const;
