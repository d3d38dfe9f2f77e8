import { constantValues } from '../constant/constant.service.ts';
import { type Em, rows } from '../platform/db.ts';
import { NoCapacityError } from '../platform/errors.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import {
  judgeHosts,
  type PlacementCandidate,
  type PlacementHost,
  type PlacementRequest,
  refusal,
} from './placement.ts';

/**
 * Hosts with what is promised on them: a VM that shrinks at its next start has what it had until
 * then. Needs no lock for a preview; `reserveHost` takes one.
 * @param without a VM whose own reservation is left out, when it is being moved
 */
async function placementHosts(em: Em, without: VmId | null): Promise<PlacementHost[]> {
  return rows<PlacementHost>(
    em,
    `select h.id, h.name, if(h.status = 'UP' and h.maintenance, 'MAINTENANCE', h.status) as status,
            h.cpus, h.ram_mib as ramMiB, coalesce(v.vcpus, 0) as reservedVcpus,
            coalesce(v.ram, 0) as reservedRamMiB
       from host h left join (select host_id, sum(greatest(vcpus, coalesce(active_vcpus, 0))) as vcpus,
                                      sum(greatest(ram_mib, coalesce(active_ram_mib, 0))) as ram
                                 from vm where id <> ? group by host_id) v on v.host_id = h.id
      order by h.id`,
    [without ?? ''],
  );
}

/** Judges every host for a VM of this size, without reserving anything. */
export async function previewPlacement(
  em: Em,
  request: PlacementRequest & { readonly vmId: VmId | null },
): Promise<PlacementCandidate[]> {
  const limits = await constantValues(em);
  return judgeHosts(await placementHosts(em, request.vmId), request, limits);
}

/**
 * Chooses a host inside the caller's transaction; the caller writes the VM row in it. Host rows are
 * locked until its commit, so that parallel creations never over-fill one.
 * @param wanted a host that somebody chose by hand; it must have room all the same
 * @throws {NoCapacityError} with each host's reasons
 */
export async function reserveHost(
  em: Em,
  request: PlacementRequest,
  wanted: HostId | null,
): Promise<PlacementCandidate> {
  await rows(em, 'select id from host order by id for update');
  const candidates = await previewPlacement(em, { ...request, vmId: null });
  const eligible = wanted ? candidates.filter((c) => c.host.id === wanted) : candidates;
  const [best] = eligible;
  if (best?.accepted) return best;
  const reasons = eligible.map(refusal);
  throw new NoCapacityError(
    reasons.length === 0
      ? 'There is no host yet. Add one first.'
      : `No host has room for ${request.vcpus} vCPUs and ${request.ramMiB} MiB. ${reasons.join('. ')}.`,
    reasons,
  );
}

/** What of a host's verdict counts for a VM that is there already. */
const SIZE_RULES: readonly string[] = ['ram', 'cpu'];

/**
 * Makes sure in the caller's transaction that a VM may grow on its host, whose row is locked until
 * the commit; the caller writes the new size.
 * @throws {NoCapacityError} with the host's reasons
 */
export async function reserveResize(
  em: Em,
  vmId: VmId,
  hostId: HostId,
  { vcpus, ramMiB }: PlacementRequest,
): Promise<void> {
  await rows(em, 'select id from host order by id for update');
  const candidates = await previewPlacement(em, { vcpus, ramMiB, vmId });
  const here = candidates.find(({ host }) => host.id === hostId);
  const faults = here?.reasons.filter(({ ok, rule }) => !ok && SIZE_RULES.includes(rule)) ?? [];
  if (!here || faults.length === 0) return;
  const reason = `${here.host.name}: ${faults.map(({ text }) => text).join('; ')}`;
  throw new NoCapacityError(
    `Its host has no room for ${vcpus} vCPUs and ${ramMiB} MiB. ${reason}. Ask for less, or let an admin make room there.`,
    [reason],
  );
}
