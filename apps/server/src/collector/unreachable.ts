import type { Em } from '../platform/db.ts';
import type { HostFault } from '../platform/hosts/fault-words.ts';
import type { VmId } from '../platform/ids.ts';
import { isTurnedOff, markUnreachable, type OwnedHost } from './host-store.ts';
import type { StatusChange } from './reconcile-plan.ts';
import { readHostVms, writeStatuses } from './vm-status-store.ts';

/** Times the rows are read again when somebody else writes them meanwhile. */
const ATTEMPTS = 5;

/** A host that is not reached, and since when. */
export interface LostHost {
  readonly host: OwnedHost;
  readonly hostName: string;
  readonly fault: HostFault;
  readonly since: Date;
  readonly lastSeenAt: Date | null;
}

/** What was written about a host that is not reached. */
export interface LostHostOutcome {
  readonly hostChanged: boolean;
  /** VMs that became unknown with it. */
  readonly vms: readonly VmId[];
}

/** Writes that a host is not reached and that nothing is known of its VMs; twice does no harm. */
export async function writeLostHost(em: Em, lost: LostHost): Promise<LostHostOutcome> {
  const hostChanged = await markUnreachable(em, lost.host, {
    ...lost.fault,
    lastSeenAt: lost.lastSeenAt,
  });
  // Its VMs were off before, and still are.
  if (await isTurnedOff(em, lost.host.id)) return { hostChanged, vms: [] };
  const at = `${lost.since.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const reason = `host ${lost.hostName} is unreachable since ${at}`;
  for (let attempt = 1; ; attempt++) {
    const vms = await readHostVms(em, lost.host.id);
    const changes: StatusChange[] = vms
      .filter(({ status }) => status !== 'IN_QUEUE' && status !== 'UNKNOWN')
      .map((vm) => ({ vm, to: { status: 'UNKNOWN', reason } }));
    if (changes.length === 0) return { hostChanged, vms: [] };
    if (await writeStatuses(em, changes, new Date()))
      return { hostChanged, vms: changes.map(({ vm }) => vm.id) };
    if (attempt >= ATTEMPTS) throw new Error('the VMs of a lost host kept changing');
  }
}
