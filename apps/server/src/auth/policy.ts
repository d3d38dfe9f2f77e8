import { ForbiddenError, UnauthenticatedError } from '../platform/errors.ts';
import type { TaskType } from '../task/task-enums.ts';
import type { VmAction } from '../vm/vm-actions.ts';
import type { Viewer } from './viewer.ts';

/**
 * Who may do what: the one place where it is decided. Every root field of the schema has a line in
 * `OPERATIONS`, every action on a VM a line in `VM_RULES`; a missing line is a start-up error.
 */

/** The least that a root field asks for. Object-level rules come on top, in the services. */
type Grant = 'PUBLIC' | 'SIGNED_IN' | 'ORGADMIN' | 'ADMIN';

export const OPERATIONS: Readonly<Record<string, Grant>> = {
  'Query.viewer': 'PUBLIC',
  'Query.vms': 'SIGNED_IN',
  'Query.vm': 'SIGNED_IN',
  'Query.findPeople': 'SIGNED_IN',
  'Query.deletedVmGraceDays': 'SIGNED_IN',
  'Query.deletedVms': 'SIGNED_IN',
  'Query.hosts': 'ADMIN',
  'Query.vmGroups': 'ADMIN',
  'Query.powerPlan': 'ADMIN',
  'Query.respawnPlan': 'ADMIN',
  'Query.cloud': 'SIGNED_IN',
  'Subscription.cloudUpdated': 'SIGNED_IN',
  'Query.maintenance': 'ADMIN',
  'Query.shutdownPlan': 'ADMIN',
  'Mutation.shutdownHosts': 'ADMIN',
  'Mutation.shutdownCloud': 'ADMIN',
  'Mutation.bootHosts': 'ADMIN',
  'Mutation.bootCloud': 'ADMIN',
  'Mutation.giveUpKeptMemory': 'ADMIN',
  'Mutation.respawnVms': 'ADMIN',
  'Query.host': 'ADMIN',
  'Query.tasks': 'SIGNED_IN',
  'Query.task': 'SIGNED_IN',
  'Query.templates': 'SIGNED_IN',
  'Query.uploads': 'SIGNED_IN',
  'Query.uploadsAllowed': 'SIGNED_IN',
  'Query.unusedImages': 'ADMIN',
  'Query.datastores': 'ADMIN',
  'Query.datastoreChecks': 'ADMIN',
  'Query.datastoreChoice': 'SIGNED_IN',
  'Query.diskMoveChoice': 'SIGNED_IN',
  'Query.detachedDisks': 'SIGNED_IN',
  'Query.securityDomains': 'SIGNED_IN',
  'Query.vlans': 'ADMIN',
  'Query.placementPreview': 'SIGNED_IN',
  'Query.clonePreview': 'SIGNED_IN',
  'Query.capacity': 'ADMIN',
  'Query.apiTokens': 'SIGNED_IN',
  'Query.users': 'ORGADMIN',
  'Query.organisations': 'ORGADMIN',
  'Query.constants': 'ADMIN',
  'Query.constantHistory': 'ADMIN',
  'Query.auditEntries': 'ADMIN',
  'Query.leakReport': 'ADMIN',
  'Query.logs': 'ADMIN',
  'Query.metrics': 'SIGNED_IN',
  'Query.usageAverages': 'SIGNED_IN',
  'Query.metricDevices': 'SIGNED_IN',
  'Query.sparklines': 'SIGNED_IN',
  'Query.topVms': 'SIGNED_IN',
  'Query.hostNetwork': 'ADMIN',
  'Query.hostLinkHistory': 'ADMIN',
  'Mutation.measureHostNetwork': 'ADMIN',
  'Subscription.hostNetworkUpdated': 'ADMIN',
  'Query.asideFiles': 'ADMIN',
  'Mutation.deleteAsideFile': 'ADMIN',
  'Subscription.asideFilesUpdated': 'ADMIN',
  'Query.mailState': 'ADMIN',
  'Mutation.sendTestMail': 'ADMIN',
  'Subscription.mailStateUpdated': 'ADMIN',
  'Query.hostNetworkPlaces': 'ADMIN',
  'Mutation.setHostNetworkPlaces': 'ADMIN',
  'Query.alerts': 'ADMIN',
  'Query.alertsOf': 'SIGNED_IN',
  'Query.alertRules': 'ADMIN',
  'Mutation.createAlertRule': 'ADMIN',
  'Mutation.editAlertRule': 'ADMIN',
  'Mutation.deleteAlertRule': 'ADMIN',
  'Mutation.acknowledgeAlert': 'ADMIN',
  'Mutation.login': 'PUBLIC',
  'Mutation.logout': 'PUBLIC',
  'Mutation.changePassword': 'SIGNED_IN',
  'Mutation.createApiToken': 'SIGNED_IN',
  'Mutation.revokeApiToken': 'SIGNED_IN',
  'Mutation.createVm': 'SIGNED_IN',
  'Mutation.startVm': 'SIGNED_IN',
  'Mutation.shutdownVm': 'SIGNED_IN',
  'Mutation.rebootVm': 'SIGNED_IN',
  'Mutation.destroyVm': 'SIGNED_IN',
  'Mutation.suspendVm': 'SIGNED_IN',
  'Mutation.resumeVm': 'SIGNED_IN',
  'Mutation.deleteVm': 'SIGNED_IN',
  'Mutation.cloneVm': 'SIGNED_IN',
  'Mutation.migrateVm': 'ADMIN',
  'Mutation.editVm': 'SIGNED_IN',
  'Mutation.addCollaborator': 'SIGNED_IN',
  'Mutation.removeCollaborator': 'SIGNED_IN',
  'Mutation.undeleteVm': 'SIGNED_IN',
  'Mutation.purgeVm': 'SIGNED_IN',
  'Mutation.createSnapshot': 'SIGNED_IN',
  'Mutation.revertToSnapshot': 'SIGNED_IN',
  'Mutation.deleteSnapshot': 'SIGNED_IN',
  'Mutation.setSnapshotSchedule': 'SIGNED_IN',
  'Mutation.attachDisk': 'SIGNED_IN',
  'Mutation.detachDisk': 'SIGNED_IN',
  'Mutation.resizeDisk': 'SIGNED_IN',
  'Mutation.deleteDisk': 'SIGNED_IN',
  'Mutation.addDatastore': 'ADMIN',
  'Mutation.editDatastore': 'ADMIN',
  'Mutation.removeDatastore': 'ADMIN',
  'Mutation.openConsole': 'SIGNED_IN',
  'Mutation.probeHost': 'ADMIN',
  'Mutation.addHost': 'ADMIN',
  'Mutation.editHost': 'ADMIN',
  'Mutation.removeHost': 'ADMIN',
  'Mutation.saveVmAsTemplate': 'SIGNED_IN',
  'Mutation.addTemplate': 'SIGNED_IN',
  'Mutation.editTemplate': 'SIGNED_IN',
  'Mutation.createUpload': 'SIGNED_IN',
  'Mutation.deleteUpload': 'SIGNED_IN',
  'Mutation.createVmFromExistingImage': 'ADMIN',
  'Mutation.flattenDisk': 'SIGNED_IN',
  'Mutation.moveVmToDatastore': 'SIGNED_IN',
  'Mutation.insertMedia': 'SIGNED_IN',
  'Mutation.ejectMedia': 'SIGNED_IN',
  'Mutation.deleteTemplate': 'SIGNED_IN',
  'Mutation.adoptDomain': 'ADMIN',
  'Mutation.setHostMigration': 'ADMIN',
  'Mutation.setHostPower': 'ADMIN',
  'Mutation.powerOnHost': 'ADMIN',
  'Mutation.powerOffHost': 'ADMIN',
  'Mutation.setHostAffinity': 'ADMIN',
  'Mutation.createVmGroup': 'ADMIN',
  'Mutation.editVmGroup': 'ADMIN',
  'Mutation.deleteVmGroup': 'ADMIN',
  'Mutation.setHostMaintenance': 'ADMIN',
  'Query.emptyingPlan': 'ADMIN',
  'Mutation.emptyDatastore': 'ADMIN',
  'Query.evacuationPlan': 'ADMIN',
  'Query.balancePlan': 'ADMIN',
  'Mutation.evacuateHost': 'ADMIN',
  'Mutation.returnVms': 'ADMIN',
  'Mutation.balanceHosts': 'ADMIN',
  'Mutation.reconcileHost': 'ADMIN',
  'Mutation.setConstant': 'ADMIN',
  'Mutation.createUser': 'ADMIN',
  'Mutation.editUser': 'ADMIN',
  'Mutation.cancelTask': 'SIGNED_IN',
  'Mutation.retryTask': 'SIGNED_IN',
  'Mutation.markTask': 'ADMIN',
  'Mutation.repairLeak': 'ADMIN',
  'Mutation.deleteOrphanDomain': 'ADMIN',
  'Subscription.taskUpdated': 'SIGNED_IN',
  'Subscription.tasksUpdated': 'SIGNED_IN',
  'Subscription.taskLog': 'SIGNED_IN',
  'Subscription.vmUpdated': 'SIGNED_IN',
  'Subscription.vmRemoved': 'SIGNED_IN',
  'Subscription.alertUpdated': 'ADMIN',
  'Subscription.alertOfUpdated': 'SIGNED_IN',
  'Subscription.metricSampled': 'SIGNED_IN',
  'Subscription.metricsSampled': 'SIGNED_IN',
  'Subscription.hostUpdated': 'ADMIN',
  'Subscription.hostRemoved': 'ADMIN',
  'Subscription.templateChanged': 'SIGNED_IN',
  'Subscription.datastoreUpdated': 'ADMIN',
};

/** How a viewer stands to a VM. */
export type VmRelation = 'ADMIN' | 'ORGADMIN' | 'OWNER' | 'COLLABORATOR';

const USE: readonly VmRelation[] = ['ADMIN', 'ORGADMIN', 'OWNER', 'COLLABORATOR'];
/** What reaches into the VM: its organisation's admin has no business there. */
const INSIDE: readonly VmRelation[] = ['ADMIN', 'OWNER', 'COLLABORATOR'];
const OWN: readonly VmRelation[] = ['ADMIN', 'OWNER'];

/** What each relation allows. Whoever has none does not learn that the VM exists. */
export const VM_RULES: Readonly<Record<VmAction, readonly VmRelation[]>> = {
  START: USE,
  SHUTDOWN: USE,
  REBOOT: USE,
  DESTROY: USE,
  SUSPEND: USE,
  RESUME: USE,
  CONSOLE: INSIDE,
  CLONE: OWN,
  ATTACH_DISK: OWN,
  DETACH_DISK: OWN,
  RESIZE_DISK: OWN,
  DELETE: OWN,
  CREATE_SNAPSHOT: INSIDE,
  REVERT_TO_SNAPSHOT: INSIDE,
  DELETE_SNAPSHOT: INSIDE,
  SAVE_AS_TEMPLATE: OWN,
  SET_SNAPSHOT_SCHEDULE: OWN,
  EDIT: OWN,
  SHARE: OWN,
  LOCK: ['ADMIN'],
  FLATTEN_DISK: OWN,
  MOVE_DISKS: OWN,
  CHANGE_MEDIA: USE,
  MIGRATE: ['ADMIN'],
};

/**
 * What it takes to cancel a task, or to have it retried: the right to what it does to its VM; of what
 * is done to no VM, or to one that is gone, to be who asked for it.
 */
export const TASK_RULES: Readonly<Record<TaskType, VmAction | 'REQUESTER' | 'ADMIN'>> = {
  START_VM: 'START',
  SHUTDOWN_VM: 'SHUTDOWN',
  REBOOT_VM: 'REBOOT',
  DESTROY_VM: 'DESTROY',
  SUSPEND_VM: 'SUSPEND',
  RESUME_VM: 'RESUME',
  CLONE_VM: 'CLONE',
  EDIT_VM: 'EDIT',
  CREATE_SNAPSHOT: 'CREATE_SNAPSHOT',
  REVERT_TO_SNAPSHOT: 'REVERT_TO_SNAPSHOT',
  DELETE_SNAPSHOT: 'DELETE_SNAPSHOT',
  SAVE_VM_AS_TEMPLATE: 'SAVE_AS_TEMPLATE',
  ATTACH_DISK: 'ATTACH_DISK',
  DETACH_DISK: 'DETACH_DISK',
  RESIZE_DISK: 'RESIZE_DISK',
  FLATTEN_DISK: 'FLATTEN_DISK',
  MOVE_DISKS: 'MOVE_DISKS',
  CHANGE_MEDIA: 'CHANGE_MEDIA',
  MIGRATE_VM: 'MIGRATE',
  RELOCATE_VM: 'MIGRATE',
  // Whoever may delete a VM may say whether it is there.
  CREATE_VM: 'DELETE',
  MAKE_CLONE: 'DELETE',
  UNDELETE_VM: 'DELETE',
  DELETE_VM: 'DELETE',
  PURGE_VM: 'DELETE',
  DELETE_DISK: 'REQUESTER',
  ADD_TEMPLATE: 'REQUESTER',
  DELETE_TEMPLATE: 'REQUESTER',
  DELETE_UPLOAD: 'REQUESTER',
  ADOPT_DOMAIN: 'ADMIN',
  CREATE_VM_FROM_IMAGE: 'ADMIN',
  RESPAWN_HOST: 'ADMIN',
  RESPAWN_VM: 'ADMIN',
  SHUTDOWN_HOSTS: 'ADMIN',
  SHUTDOWN_CLOUD: 'ADMIN',
  BOOT_HOSTS: 'ADMIN',
  BOOT_CLOUD: 'ADMIN',
  KEEP_VM: 'ADMIN',
  RESTORE_VM: 'ADMIN',
  POWER_OFF_HOST: 'ADMIN',
  POWER_ON_HOST: 'ADMIN',
  REPAIR_LEAK: 'ADMIN',
  MEASURE_HOST_NETWORK: 'ADMIN',
  SET_UP_MIGRATION: 'ADMIN',
  CLEAR_MIGRATION: 'ADMIN',
  EMPTY_DATASTORE: 'ADMIN',
  EVACUATE_HOST: 'ADMIN',
  RETURN_VMS: 'ADMIN',
  BALANCE_HOSTS: 'ADMIN',
};

/** @throws {UnauthenticatedError} when nobody is signed in */
export function requireViewer(context: { readonly viewer: Viewer | null }): Viewer {
  if (!context.viewer) throw new UnauthenticatedError();
  return context.viewer;
}

export function isAdmin(viewer: Viewer): boolean {
  return viewer.roles.includes('ADMIN');
}

/**
 * Checks a root field before its resolver runs.
 * @param operation e.g. `Mutation.createVm`
 * @throws {UnauthenticatedError | ForbiddenError}
 */
export function authorise(operation: string, viewer: Viewer | null): void {
  const grant = OPERATIONS[operation];
  if (grant === 'PUBLIC') return;
  if (!viewer) throw new UnauthenticatedError();
  const needed = operation.startsWith('Mutation.') ? 'WRITE' : 'READ';
  if (!viewer.scopes.includes(needed))
    throw new ForbiddenError(`The API token lacks the scope ${needed}.`);
  if (grant === 'SIGNED_IN') return;
  if (isAdmin(viewer)) return;
  if (grant === 'ORGADMIN' && viewer.roles.includes('ORGADMIN')) return;
  throw new ForbiddenError('Your role does not allow this.', { details: { operation } });
}

/** What is known of a VM when its relation to a viewer is asked. */
interface VmRelations {
  readonly ownerId: string;
  readonly organisationId: string;
  readonly collaboratorIds: readonly string[];
}

/** How the viewer stands to the VM, strongest first; null when not at all. */
export function vmRelation(viewer: Viewer, vm: VmRelations): VmRelation | null {
  if (isAdmin(viewer)) return 'ADMIN';
  if (vm.ownerId === viewer.userId) return 'OWNER';
  if (vm.collaboratorIds.includes(viewer.userId)) return 'COLLABORATOR';
  if (viewer.roles.includes('ORGADMIN') && vm.organisationId === viewer.organisationId)
    return 'ORGADMIN';
  return null;
}

/** That the VM of the alias is shared with a user, whose id is the one parameter, as SQL. */
export function collaborates(alias: string): string {
  return `exists (select 1 from vm_collaborator c where c.vm_id = ${alias}.id and c.user_id = ?)`;
}

/**
 * The same rule as `vmRelation(...) !== null`, as SQL over the alias of the table `vm`.
 */
export function visibleVms(viewer: Viewer, alias: string): { sql: string; params: unknown[] } {
  if (isAdmin(viewer)) return { sql: 'true', params: [] };
  const own = `(${alias}.owner_id = ? or ${collaborates(alias)})`;
  if (!viewer.roles.includes('ORGADMIN'))
    return { sql: own, params: [viewer.userId, viewer.userId] };
  return {
    sql: `(${alias}.organisation_id = ? or ${own})`,
    params: [viewer.organisationId, viewer.userId, viewer.userId],
  };
}

/** What is known of a template when its relation to a viewer is asked. */
interface TemplateRelations {
  readonly ownerId: string | null;
  readonly public: boolean | number;
}

/** True when the viewer may know of the template, and make VMs from it while it is offered. */
export function seesTemplate(viewer: Viewer, template: TemplateRelations): boolean {
  return isAdmin(viewer) || Boolean(template.public) || template.ownerId === viewer.userId;
}

/** The same rule as `seesTemplate` for those who are no admins, as SQL over the alias of `template`. */
export function offeredTemplates(
  viewer: Viewer,
  alias: string,
): { sql: string; params: unknown[] } {
  return { sql: `(${alias}.public or ${alias}.owner_id = ?)`, params: [viewer.userId] };
}

/** True when the viewer may edit, retire and delete the template. */
export function ownsTemplate(viewer: Viewer, template: TemplateRelations): boolean {
  return isAdmin(viewer) || template.ownerId === viewer.userId;
}

/** True when the viewer may offer templates to everybody. */
export function publishesTemplates(
  viewer: Viewer,
  constants: { readonly usersPublishTemplates: number },
): boolean {
  const trusted = isAdmin(viewer) || viewer.roles.includes('FACULTY');
  return trusted || constants.usersPublishTemplates === 1;
}

/** True when the viewer may bring images from outside. */
export function uploadsTemplates(
  viewer: Viewer,
  constants: { readonly facultyUploadsTemplates: number },
): boolean {
  const faculty = viewer.roles.includes('FACULTY') && constants.facultyUploadsTemplates === 1;
  return isAdmin(viewer) || faculty;
}

/** Fields of a host that people see only by way of their VMs are open; these are for admins. */
export const HOST_FIELDS_FOR_ADMINS = [
  'affinities',
  'address',
  'bridge',
  'cpuModel',
  'cpus',
  'diskGiB',
  'events',
  'hardware',
  'health',
  'hostKeyFingerprint',
  'kvm',
  'power',
  'lastSeenAt',
  'libvirtVersion',
  'mac',
  'maintenance',
  'migration',
  'qemuVersion',
  'rack',
  'ramLimitMiB',
  'ramMiB',
  'slot',
  'sshPort',
  'sshUser',
  'statusReason',
  'strangers',
  'tasks',
  'type',
  'usage',
  'used',
  'vcpuLimit',
  'vmCount',
  'vms',
] as const;

/** @throws {UnauthenticatedError | ForbiddenError} */
export function requireAdmin(context: { readonly viewer: Viewer | null }): void {
  if (!isAdmin(requireViewer(context))) throw new ForbiddenError('Only an admin may see this.');
}
