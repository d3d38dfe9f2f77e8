import { type Domain, DomainXMLFlags } from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { requireDomain } from '../vm/domain-of.ts';
import type { DiskMove, MovingFile } from './disk-move.ts';
import { type DiskPlace, diskPlaces } from './moved-xml.ts';

/** The ways to a VM whose disks are moved, for the length of one step. */
export interface OnVmHost {
  readonly move: DiskMove;
  readonly domain: Domain;
  readonly ssh: SshMachine;
  readonly signal: AbortSignal;
  readonly log: StepContext<unknown>['log'];
}

type Context = Pick<StepContext<unknown>, 'services' | 'signal' | 'log'>;

/** @throws {BaadalError} CONFLICT when the host has no such domain */
export async function reachVm(ctx: Context, move: DiskMove): Promise<OnVmHost> {
  const { services, signal } = ctx;
  const [domain, ssh] = await Promise.all([
    requireDomain(services, move.vm, signal),
    services.hosts.ssh(move.vm.hostId),
  ]);
  return { move, domain, ssh, signal, log: (level, message) => ctx.log(level, message) };
}

/** The disks of the guest while it runs, else those of the definition. */
export async function placesNow({ domain, signal }: OnVmHost): Promise<{
  readonly active: boolean;
  readonly places: ReadonlyMap<string, DiskPlace>;
}> {
  const active = await domain.isActive({ signal });
  const xml = await domain.xml(active ? 0 : DomainXMLFlags.INACTIVE, { signal });
  return { active, places: diskPlaces(xml) };
}

/**
 * Where the domain has a file that is to be moved.
 * @throws {FatalTaskError} when it has neither the old nor the new one
 */
export function placeOf(
  places: ReadonlyMap<string, DiskPlace>,
  file: MovingFile,
): DiskPlace & { readonly moved: boolean } {
  const place = places.get(file.target);
  if (place && (place.file === file.from || place.file === file.to))
    return { ...place, moved: place.file === file.to };
  throw new FatalTaskError(
    `The domain has ${place ? `another disk as ${file.target}: ${place.file}` : `no disk ${file.target}`}. Check for leaks, then move it again.`,
    { code: 'CONFLICT' },
  );
}
