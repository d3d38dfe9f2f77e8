import { Migration202611242112_Initial } from './Migration202611242112_Initial.ts';
import { Migration202611242151_IndexVmByStatus } from './Migration202611242151_IndexVmByStatus.ts';
import { Migration202611281338_HostsGrow } from './Migration202611281338_HostsGrow.ts';
import { Migration202611281341_ArchiveDeletedVms } from './Migration202611281341_ArchiveDeletedVms.ts';
import { Migration202611281346_Images } from './Migration202611281346_Images.ts';
import { Migration202611281349_ExtraDisksAndDatastores } from './Migration202611281349_ExtraDisksAndDatastores.ts';
import { Migration202611281349_UsageSamples } from './Migration202611281349_UsageSamples.ts';
import { Migration202611281357_EditVms } from './Migration202611281357_EditVms.ts';
import { Migration202611281400_GroupTasks } from './Migration202611281400_GroupTasks.ts';
import { Migration202611281402_Snapshots } from './Migration202611281402_Snapshots.ts';
import { Migration202611281411_PlacementRules } from './Migration202611281411_PlacementRules.ts';
import { Migration202611281418_HostNetwork } from './Migration202611281418_HostNetwork.ts';
import { Migration202611281444_Alerts } from './Migration202611281444_Alerts.ts';
import { Migration202611281649_MigrateVms } from './Migration202611281649_MigrateVms.ts';
import { Migration202611281655_MailAndPreferences } from './Migration202611281655_MailAndPreferences.ts';
import { Migration202611281656_Respawn } from './Migration202611281656_Respawn.ts';
import { Migration202611281700_AuditNames } from './Migration202611281700_AuditNames.ts';
import { Migration202611281705_MoveDisks } from './Migration202611281705_MoveDisks.ts';
import { Migration202611281733_Maintenance } from './Migration202611281733_Maintenance.ts';
import { Migration202611281735_MutationAnswers } from './Migration202611281735_MutationAnswers.ts';
import { Migration202611282015_LocalDatastores } from './Migration202611282015_LocalDatastores.ts';
import { Migration202611282030_LateReleases } from './Migration202611282030_LateReleases.ts';
import { Migration202611290050_ExpiryWarnings } from './Migration202611290050_ExpiryWarnings.ts';
import { Migration202611290440_ToldStatus } from './Migration202611290440_ToldStatus.ts';
import { Migration202611291000_ExactClientIds } from './Migration202611291000_ExactClientIds.ts';
import { Migration202611291045_TicketCredentials } from './Migration202611291045_TicketCredentials.ts';
import { Migration202611291600_TemplateImageSize } from './Migration202611291600_TemplateImageSize.ts';

/** In the order they are to run. */
export const MIGRATIONS = [
  Migration202611242112_Initial,
  Migration202611242151_IndexVmByStatus,
  Migration202611281338_HostsGrow,
  Migration202611281341_ArchiveDeletedVms,
  Migration202611281346_Images,
  Migration202611281349_ExtraDisksAndDatastores,
  Migration202611281349_UsageSamples,
  Migration202611281357_EditVms,
  Migration202611281400_GroupTasks,
  Migration202611281402_Snapshots,
  Migration202611281418_HostNetwork,
  Migration202611281444_Alerts,
  Migration202611281411_PlacementRules,
  Migration202611281700_AuditNames,
  Migration202611281655_MailAndPreferences,
  Migration202611281649_MigrateVms,
  Migration202611281705_MoveDisks,
  Migration202611281656_Respawn,
  Migration202611281735_MutationAnswers,
  Migration202611281733_Maintenance,
  Migration202611282030_LateReleases,
  Migration202611282015_LocalDatastores,
  Migration202611290050_ExpiryWarnings,
  Migration202611290440_ToldStatus,
  Migration202611291000_ExactClientIds,
  Migration202611291045_TicketCredentials,
  Migration202611291600_TemplateImageSize,
] as const;
