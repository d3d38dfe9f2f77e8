import type { SshMachine } from '@baadal/ssh';
import { rows } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { StepContext } from '../task/task-definition.ts';
import { RetryableError } from '../task/task-errors.ts';
import { onHost } from '../vm/domain-of.ts';

/**
 * Works on the archive through a host: all mount the datastores, so any that is up will do.
 * @param preferred the host to go through if it is up
 * @throws {RetryableError} when none is up
 */
export async function throughAnyHost<T>(
  ctx: Pick<StepContext<unknown>, 'em' | 'services'>,
  preferred: HostId | null,
  work: (ssh: SshMachine) => Promise<T>,
): Promise<T> {
  const [host] = await rows<{ id: HostId; name: string }>(
    ctx.em,
    "select id, name from host where status = 'UP' order by id = ? desc, id limit 1",
    [preferred ?? ''],
  );
  if (!host)
    throw new RetryableError('No host is up through which the datastore can be reached.', {
      code: 'HOST_UNREACHABLE',
    });
  return onHost({ hostName: host.name }, async () => work(await ctx.services.hosts.ssh(host.id)));
}
