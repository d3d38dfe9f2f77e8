import { type Connection, type Domain, LibvirtError, type Snapshot } from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';
import type { StepContext } from '../task/task-definition.ts';
import { findDomain, requireDomain } from '../vm/domain-of.ts';
import type { VmRecord } from '../vm/vm-record.ts';

/** A VM's domain and the ways to its host. */
export interface DomainAccess {
  readonly domain: Domain;
  readonly connection: Connection;
  readonly ssh: SshMachine;
  /** Whether it has a QEMU now. */
  readonly active: boolean;
  readonly signal: AbortSignal;
}

type Context = Pick<StepContext<unknown>, 'services' | 'signal'>;

/**
 * Finds a VM's domain on its host, with the connections that work on it needs.
 * @throws {BaadalError} CONFLICT when the host has no such domain
 */
export async function reachDomain(ctx: Context, vm: VmRecord): Promise<DomainAccess> {
  return access(ctx, vm, await requireDomain(ctx.services, vm, ctx.signal));
}

/** As {@link reachDomain}; null when the host has no such domain. */
export async function reachDomainIfAny(ctx: Context, vm: VmRecord): Promise<DomainAccess | null> {
  const domain = await findDomain(ctx.services, vm, ctx.signal);
  return domain && access(ctx, vm, domain);
}

async function access(ctx: Context, vm: VmRecord, domain: Domain): Promise<DomainAccess> {
  const { services, signal } = ctx;
  const [connection, ssh, active] = await Promise.all([
    services.hosts.libvirtJobs(vm.hostId),
    services.hosts.ssh(vm.hostId),
    domain.isActive({ signal }),
  ]);
  return { domain, connection, ssh, active, signal };
}

/** A domain's snapshot by its id; null when libvirt does not know it. */
export async function findInLibvirt(
  { domain, signal }: Pick<DomainAccess, 'domain' | 'signal'>,
  id: string,
): Promise<Snapshot | null> {
  try {
    return await domain.snapshotByName(id, { signal });
  } catch (error) {
    if (error instanceof LibvirtError && error.is('NO_DOMAIN_SNAPSHOT')) return null;
    throw error;
  }
}

/** Name of the snapshot that the domain is based on; null when there is none. */
export async function currentInLibvirt({
  domain,
  signal,
}: Pick<DomainAccess, 'domain' | 'signal'>): Promise<string | null> {
  try {
    return (await domain.currentSnapshot({ signal })).name;
  } catch (error) {
    if (error instanceof LibvirtError && error.is('NO_DOMAIN_SNAPSHOT')) return null;
    throw error;
  }
}
