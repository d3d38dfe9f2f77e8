import { purgeVmTask } from './archive/purge-vm.task.ts';
import { undeleteVmTask } from './archive/undelete-vm.task.ts';
import { cloneVmTask } from './clone/clone-vm.task.ts';
import { makeCloneTask } from './clone/make-clone.task.ts';
import { attachDiskTask } from './disk/attach-disk.task.ts';
import { deleteDiskTask } from './disk/delete-disk.task.ts';
import { detachDiskTask } from './disk/detach-disk.task.ts';
import { resizeDiskTask } from './disk/resize-disk.task.ts';
import { moveDisksTask } from './disk-move/move-disks.task.ts';
import { emptyDatastoreTask } from './emptying/empty-datastore.task.ts';
import { balanceHostsTask } from './evacuation/balance-hosts.task.ts';
import { evacuateHostTask } from './evacuation/evacuate-host.task.ts';
import { returnVmsTask } from './evacuation/return-vms.task.ts';
import { measureHostNetworkTask } from './host-network/measure-host-network.task.ts';
import { powerOffHostTask, powerOnHostTask } from './host-power/power-host.task.ts';
import { repairLeakTask } from './leak/repair-leak.task.ts';
import { bootCloudTask, bootHostsTask } from './maintenance/boot.task.ts';
import { keepVmTask } from './maintenance/keep-vm.task.ts';
import { restoreVmTask } from './maintenance/restore-vm.task.ts';
import { shutDownCloudTask, shutDownHostsTask } from './maintenance/shut-down.task.ts';
import { clearMigrationTask } from './migration/clear-migration.task.ts';
import { migrateVmTask } from './migration/migrate-vm.task.ts';
import { setUpMigrationTask } from './migration/set-up-migration.task.ts';
import { relocateVmTask } from './relocation/relocate-vm.task.ts';
import { respawnHostTask } from './respawn/respawn-host.task.ts';
import { respawnVmTask } from './respawn/respawn-vm.task.ts';
import { createSnapshotTask } from './snapshot/create-snapshot.task.ts';
import { deleteSnapshotTask } from './snapshot/delete-snapshot.task.ts';
import { revertToSnapshotTask } from './snapshot/revert-to-snapshot.task.ts';
import { adoptDomainTask } from './stranger/adopt-domain.task.ts';
import { addTemplateTask } from './template/add-template.task.ts';
import { deleteTemplateTask } from './template/delete-template.task.ts';
import { saveVmAsTemplateTask } from './template/save-vm-as-template.task.ts';
import { deleteUploadTask } from './upload/delete-upload.task.ts';
import { changeMediaTask } from './vm/change-media.task.ts';
import { createVmTask } from './vm/create-vm.task.ts';
import { createVmFromImageTask } from './vm/create-vm-from-image.task.ts';
import { deleteVmTask } from './vm/delete-vm.task.ts';
import { editVmTask } from './vm/edit-vm.task.ts';
import { flattenDiskTask } from './vm/flatten-disk.task.ts';
import {
  destroyVmTask,
  rebootVmTask,
  resumeVmTask,
  shutdownVmTask,
  startVmTask,
  suspendVmTask,
} from './vm/power-vm.task.ts';

/** Every operation that runs as a task; a task type without one is a start-up error. */
export const TASK_DEFINITIONS = [
  attachDiskTask,
  addTemplateTask,
  changeMediaTask,
  createVmFromImageTask,
  deleteUploadTask,
  flattenDiskTask,
  createSnapshotTask,
  cloneVmTask,
  adoptDomainTask,
  powerOffHostTask,
  powerOnHostTask,
  createVmTask,
  deleteDiskTask,
  deleteSnapshotTask,
  deleteTemplateTask,
  deleteVmTask,
  destroyVmTask,
  editVmTask,
  detachDiskTask,
  measureHostNetworkTask,
  moveDisksTask,
  purgeVmTask,
  rebootVmTask,
  relocateVmTask,
  repairLeakTask,
  resizeDiskTask,
  bootCloudTask,
  bootHostsTask,
  keepVmTask,
  restoreVmTask,
  shutDownCloudTask,
  shutDownHostsTask,
  respawnHostTask,
  respawnVmTask,
  resumeVmTask,
  revertToSnapshotTask,
  saveVmAsTemplateTask,
  shutdownVmTask,
  startVmTask,
  suspendVmTask,
  undeleteVmTask,
  makeCloneTask,
  migrateVmTask,
  setUpMigrationTask,
  clearMigrationTask,
  emptyDatastoreTask,
  evacuateHostTask,
  returnVmsTask,
  balanceHostsTask,
] as const;
