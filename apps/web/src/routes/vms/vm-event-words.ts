import { type PlainKey, t } from '../../messages/message.ts';

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
