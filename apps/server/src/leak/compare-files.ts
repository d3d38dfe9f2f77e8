import { bytesInWords } from '../platform/byte-size.ts';
import type { VmId } from '../platform/ids.ts';
import type { OtherFile } from './compare-disks.ts';
import {
  type FileClaim,
  type Finding,
  finding,
  type SeenDatastore,
  type SeenFile,
  type World,
} from './leak-world.ts';

/** Clocks of storage and database may differ so much. */
const SKEW_MS = 60_000;

/** What is known to be so and not to be told once more. */
interface Known {
  readonly busy: ReadonlySet<VmId>;
  /** Disks that are told of as being another file than in the record. */
  readonly differing: readonly OtherFile[];
}

/** Compares the files in our directories with the records that name them. */
export function compareFiles(world: World, known: Known): Finding[] {
  return world.datastores.flatMap((datastore) => [
    ...unknownFiles(world, datastore, known),
    ...missingFiles(world, datastore, known),
  ]);
}

/** Since when a running task may have written files that its record does not name yet. */
function inFlightSince(world: World): number {
  const running = world.tasks.filter(({ status }) => status === 'RUNNING' || status === 'RETRYING');
  const since = running.map((task) => task.startedAt?.getTime() ?? 0);
  return Math.min(...since, Number.POSITIVE_INFINITY) - SKEW_MS;
}

function unknownFiles(
  world: World,
  datastore: SeenDatastore,
  { busy, differing }: Known,
): Finding[] {
  const claimed = new Set(
    world.claims.filter((claim) => claim.datastoreId === datastore.id).map((claim) => claim.path),
  );
  const busyNames = world.vms.filter((vm) => busy.has(vm.id)).map((vm) => vm.identity);
  const inFlight = inFlightSince(world);
  const told = new Set(differing.map(({ used }) => used));
  return (datastore.files ?? [])
    .filter((file) => !claimed.has(file.path) && file.modifiedAt.getTime() < inFlight)
    .filter(({ path }) => !told.has(`${datastore.path}/${path}`))
    .filter(({ path }) => !busyNames.some((name) => path.includes(name)))
    .map((file) => unknownFile(world, datastore, file));
}

function unknownFile(world: World, datastore: SeenDatastore, file: SeenFile): Finding {
  const path = `${datastore.path}/${file.path}`;
  const users = world.hosts.flatMap((host) =>
    (host.domains ?? [])
      .filter((domain) => domain.files.includes(path))
      .map((domain) => `${domain.name} on ${host.name}`),
  );
  const unasked = world.hosts.filter((host) => host.domains === null).map((host) => host.name);
  const used = users.length > 0 ? ` The domain ${users.join(', ')} uses it.` : '';
  return finding({
    kind: 'ORPHAN_FILE',
    parts: [datastore.id, file.path],
    subject: `File ${file.path} on ${datastore.name}`,
    detail: `No record knows it; ${bytesInWords(file.bytes)}, last written ${file.modifiedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.${used}`,
    remedy: remedyOf(datastore, users, unasked),
    byHand: users.length > 0 || unasked.length > 0,
  });
}

function remedyOf(
  datastore: SeenDatastore,
  users: readonly string[],
  unasked: readonly string[],
): string {
  if (users.length > 0)
    return 'Decide about the domain first: adopt it as a VM, or remove it. Then check again.';
  if (unasked.length > 0)
    return `A domain on ${unasked.join(', ')}, which could not be asked, may use it: bring the host back and check again.`;
  return `Move it to ${datastore.path}/quarantine, from where it can be taken back or deleted.`;
}

function missingFiles(world: World, datastore: SeenDatastore, { busy }: Known): Finding[] {
  if (!datastore.files) return [];
  const present = new Set(datastore.files.map((file) => file.path));
  return world.claims
    .filter((claim) => claim.datastoreId === datastore.id && claim.needed)
    .filter((claim) => !present.has(claim.path) && !(claim.vmId && busy.has(claim.vmId)))
    .filter((claim) => !world.vms.some((vm) => vm.id === claim.vmId && vm.status === 'IN_QUEUE'))
    .map((claim) => missingFile(datastore, claim));
}

function missingFile(datastore: SeenDatastore, claim: FileClaim): Finding {
  return finding({
    kind: 'MISSING_FILE',
    parts: [...(claim.vmId ? [claim.vmId] : []), datastore.id, claim.path],
    subject: `File ${claim.path} on ${datastore.name}`,
    detail: `It is needed as ${claim.owner}, but ${datastore.through} does not see it.`,
    remedy: remedyOfMissing(claim),
    byHand: !claim.spare,
    vmId: claim.vmId,
  });
}

function remedyOfMissing({ spare, vmId }: FileClaim): string {
  if (spare)
    return 'Put the file back from a backup and check again; or take the disk out of the VM.';
  if (vmId) return 'Decide: put the file back from a backup, or delete the VM.';
  return 'Decide: put the file back, or retire what needs it.';
}
