import {
  type Domain,
  DomainJobOperation,
  type DomainJobStats,
  LibvirtError,
} from '@baadal/libvirt';
import { HostUnreachableError } from '../platform/errors.ts';
import type { HostId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { onHost } from '../task/on-host.ts';
import { RetryableError } from '../task/task-errors.ts';
import { findDomain } from '../vm/domain-of.ts';
import type { Seen } from './whereabouts.ts';

/** A VM and one of the hosts that it may be on. */
export interface Place {
  readonly uuid: string;
  readonly hostId: HostId;
  readonly hostName: string;
}

interface Looker {
  readonly services: Services;
  readonly signal: AbortSignal;
}

/** Asks libvirt on one host about a VM's domain; a host that cannot be asked is an answer, too. */
export async function look(ctx: Looker, place: Place): Promise<Seen> {
  try {
    return await onHost(place, async () => {
      const domain = await findDomain(ctx.services, place, ctx.signal);
      return domain ? await seen(ctx, domain) : ({ kind: 'ABSENT' } as const);
    });
  } catch (error) {
    if (error instanceof RetryableError && error.code === 'HOST_UNREACHABLE')
      return { kind: 'UNREACHABLE', reason: wordsOf(error) };
    throw error;
  }
}

const wordsOf = ({ cause, message }: RetryableError): string =>
  cause instanceof HostUnreachableError ? cause.message : message;

async function seen({ signal }: Looker, domain: Domain): Promise<Seen> {
  // The state after the job: one that ends between the two is not taken for one that stands still.
  const leaving = await isLeaving(domain, signal);
  const { state, reason } = await domain.state({ signal });
  switch (state) {
    case 'shutoff':
    case 'crashed':
      return { kind: 'OFF', reason };
    case 'paused':
    case 'pmsuspended':
      return { kind: 'PAUSED', reason: state === 'pmsuspended' ? state : reason, leaving };
    default:
      return { kind: 'RUNNING', leaving };
  }
}

/** Whether the domain's memory is being sent somewhere right now. */
export async function isLeaving(domain: Domain, signal: AbortSignal): Promise<boolean> {
  const job = await jobOf(domain, signal);
  if (!job) return false;
  const { type, stats } = job;
  if (type !== 'bounded' && type !== 'unbounded') return false;
  const operation = stats['operation'];
  // libvirt tells no operation before its 3.3; a job on a domain that moves is the migration then.
  return operation === undefined || Number(operation) === DomainJobOperation.MIGRATION_OUT;
}

/** Null: it is off, or a copy that is still coming, which libvirt tells nothing of. */
async function jobOf(domain: Domain, signal: AbortSignal): Promise<DomainJobStats | null> {
  try {
    return await domain.jobStats({}, { signal });
  } catch (error) {
    const none = ['OPERATION_INVALID', 'OPERATION_UNSUPPORTED'] as const;
    if (error instanceof LibvirtError && error.is(...none)) return null;
    throw error;
  }
}
