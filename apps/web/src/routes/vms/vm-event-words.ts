import { formatDay } from '../../components/moments.ts';
import { type PlainKey, t } from '../../messages/message.ts';
import { statusWord, vmStatuses } from './vm-words.ts';

const words: Readonly<Record<string, PlainKey>> = {
  status: 'event.status',
  name: 'event.name',
  vcpus: 'event.vcpus',
  ramMiB: 'event.ramMiB',
  maxVcpus: 'event.maxVcpus',
  maxRamMiB: 'event.maxRamMiB',
  bootOrder: 'event.bootOrder',
  purpose: 'event.purpose',
  expiresAt: 'event.expiresAt',
  expired: 'event.expired',
  locked: 'event.locked',
  collaborators: 'event.collaborators',
  created: 'event.created',
  cloned: 'event.cloned',
  deleted: 'event.deleted',
  purged: 'event.purged',
  restored: 'event.restored',
  host: 'event.host',
  memory: 'event.memory',
  disc: 'event.disc',
  diskFlattened: 'event.diskFlattened',
  snapshot: 'event.snapshot',
  reverted: 'event.reverted',
  savedAsTemplate: 'event.savedAsTemplate',
};

/** What an event of a VM is about, in words: `ramMiB` is "Memory (MiB)", `disk vdb` is "Disk vdb". */
export function attributeWord(attribute: string): string {
  const key = words[attribute];
  return key ? t(key) : attribute.charAt(0).toUpperCase() + attribute.slice(1);
}

const boots: Readonly<Record<string, PlainKey>> = {
  DISK: 'edit.boot.disk',
  'CDROM,DISK': 'edit.boot.cdrom',
  'NETWORK,DISK': 'edit.boot.network',
  'DISK,NETWORK': 'edit.boot.diskNetwork',
};

/** What an attribute was or became, as the page says it elsewhere: a state, a day, a lock. */
export function valueWord(attribute: string, value: string): string {
  switch (attribute) {
    case 'status': {
      const status = vmStatuses.find((known) => known === value);
      return status ? statusWord(status) : value;
    }
    case 'locked':
      return t(value === 'true' ? 'event.locked.on' : 'event.locked.off');
    case 'expiresAt':
    case 'expired':
      return formatDay(value);
    case 'bootOrder':
      return boots[value] ? t(boots[value]) : value;
    default:
      return value;
  }
}
