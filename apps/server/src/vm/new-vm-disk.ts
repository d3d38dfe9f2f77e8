import { accountName } from '../cloud-init/no-cloud-seed.ts';
import { sshKeyFault, userDataFault } from '../cloud-init/user-data.ts';
import { constantValues } from '../constant/constant.service.ts';
import { loadDatastores } from '../datastore/datastore.service.ts';
import { hostsOfAll, limitedHosts } from '../datastore/datastore-hosts.ts';
import type { Em } from '../platform/db.ts';
import type { DatastoreId } from '../platform/ids.ts';
import type { Template } from '../template/template.entity.ts';
import type { CloudInitSpec, RootDisk } from './allocate-vm.ts';

/** Notes what is wrong with a field of an input. */
export type Fault = (path: string, message: string) => void;

/** What is asked of the root disk of a new VM. */
interface DiskWish {
  readonly datastoreId?: string | undefined;
  readonly diskGiB?: number | undefined;
}

/**
 * Decides how the root disk of a VM is made from a template. A thin layer must lie on the datastore
 * of the template's image; on any other datastore the disk is a copy.
 */
export async function rootDiskOf(
  em: Em,
  wish: DiskWish,
  template: Template,
  fault: Fault,
): Promise<{ datastoreId: DatastoreId; diskGiB: number; rootDisk: RootDisk }> {
  const datastoreId = (wish.datastoreId ?? template.datastoreId) as DatastoreId;
  const diskGiB = wish.diskGiB ?? template.diskGiB;
  const [[datastore], { maxTemplateDiskGiB }, limited] = await Promise.all([
    loadDatastores(em, [datastoreId]),
    constantValues(em),
    limitedHosts(em),
  ]);
  if (!datastore) fault('datastoreId', 'There is no such datastore.');
  else if (hostsOfAll(limited, [datastoreId, template.datastoreId])?.length === 0)
    fault(
      'datastoreId',
      `No host has both ${datastore.name} and the datastore of the template ${template.name}: it cannot be copied. Choose another datastore or template.`,
    );
  if (template.format !== 'ISO' && diskGiB < template.diskGiB)
    fault(
      'diskGiB',
      `The template ${template.name} is a disk of ${template.diskGiB} GiB; a VM cannot have less.`,
    );
  const most = Math.max(
    template.diskGiB,
    Math.min(maxTemplateDiskGiB, datastore?.capacityGiB ?? maxTemplateDiskGiB),
  );
  if (diskGiB > most) fault('diskGiB', `A root disk has at most ${most} GiB here.`);
  const copied = template.diskMode === 'COPY' || datastoreId !== template.datastoreId;
  const rootDisk = template.format === 'ISO' ? 'EMPTY' : copied ? 'COPY' : 'OVERLAY';
  return { datastoreId, diskGiB, rootDisk };
}

/** What is asked to be told the guest. */
interface CloudInitWish {
  readonly sshKey?: string | undefined;
  readonly userData?: string | undefined;
}

/**
 * What cloud-init tells the guest of a new VM; null when the template's guests have no cloud-init.
 */
export function cloudInitOf(
  wish: CloudInitWish,
  template: Template,
  owner: { readonly username: string },
  fault: Fault,
): CloudInitSpec | null {
  const sshKey = wish.sshKey?.trim() || null;
  const userData = wish.userData?.replace(/\r\n/g, '\n') || null;
  const deaf = `The template ${template.name} has no cloud-init, which would read it. Leave it out, or choose another template.`;
  if (sshKey !== null) {
    const wrong = template.cloudInit ? sshKeyFault(sshKey) : deaf;
    if (wrong) fault('sshKey', wrong);
  }
  if (userData !== null) {
    const wrong = template.cloudInit ? userDataFault(userData) : deaf;
    if (wrong) fault('userData', wrong);
  }
  if (!template.cloudInit) return null;
  return { username: accountName(owner.username), sshKey, userData };
}
