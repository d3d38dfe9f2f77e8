import type { SshMachine } from '@baadal/ssh';
import type { DatastoreId, HostId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { RetryableError } from '../task/task-errors.ts';
import { hostsThatSee } from './datastore-hosts.ts';

/** Where files are that are to be worked on. */
export interface FilesAt {
  readonly datastores: readonly DatastoreId[];
  /** The host to go through if it is up and sees them. */
  readonly preferred?: HostId | null;
}

/**
 * Works on files through any host that is up and sees their datastores.
 * @throws {RetryableError} when there is none
 */
export async function throughAnyHost<T>(
  ctx: Pick<StepContext<unknown>, 'em' | 'services'>,
  { datastores, preferred = null }: FilesAt,
  work: (ssh: SshMachine) => Promise<T>,
): Promise<T> {
  const [host] = await hostsThatSee(ctx.em, datastores, preferred);
  if (!host)
    throw new RetryableError('No host is up through which the datastore can be reached.', {
      code: 'HOST_UNREACHABLE',
    });
  return onHost({ hostName: host.name }, async () => work(await ctx.services.hosts.ssh(host.id)));
}
