import { isAdmin } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { ConflictError } from '../platform/errors.ts';
import type { SecurityDomainId, VlanId, VmId } from '../platform/ids.ts';
import type { SecurityDomainView, VlanView } from './network.type.ts';

const VLAN = `select v.id, v.name, v.tag, v.subnet, v.gateway, count(p.id) as totalAddresses,
    coalesce(sum(p.vm_id is not null or p.host_id is not null), 0) as usedAddresses
  from vlan v left join private_ip p on p.vlan_id = v.id`;

/** VLANs by id, with how full their pools are. */
export function loadVlans(em: Em, ids: readonly VlanId[]): Promise<VlanView[]> {
  return rows<VlanView>(em, `${VLAN} where v.id in (?) group by v.id`, [ids]);
}

export function listVlans(em: Em): Promise<VlanView[]> {
  return rows<VlanView>(em, `${VLAN} group by v.id order by v.tag`);
}

const DOMAIN =
  'select id, name, vlan_id as vlanId, visible_to_all as visibleToAll from security_domain';

/** Security domains by id. */
export function loadSecurityDomains(
  em: Em,
  ids: readonly SecurityDomainId[],
): Promise<SecurityDomainView[]> {
  return rows<SecurityDomainView>(em, `${DOMAIN} where id in (?)`, [ids]);
}

/** The security domains that the viewer may put VMs into, by name. */
export function listSecurityDomains(em: Em, viewer: Viewer): Promise<SecurityDomainView[]> {
  return rows<SecurityDomainView>(
    em,
    `${DOMAIN} where ${isAdmin(viewer) ? 'true' : 'visible_to_all'} order by name`,
  );
}

/** An address with what is needed to use it. */
export interface AllocatedIp {
  readonly address: string;
  readonly mac: string;
  readonly vlanTag: number;
}

/**
 * Gives the VM the first free address of the security domain's VLAN, with its MAC; the one it
 * already holds when there is one. One statement, so that two calls never get the same address.
 * @throws {ConflictError} when the pool is used up
 */
export async function allocatePrivateIp(
  em: Em,
  vmId: VmId,
  securityDomainId: SecurityDomainId,
): Promise<AllocatedIp> {
  const held = await heldIp(em, vmId);
  if (held) return held;
  const taken = await run(
    em,
    `update private_ip set vm_id = ?
      where vlan_id = (select vlan_id from security_domain where id = ?)
        and vm_id is null and host_id is null order by number limit 1`,
    [vmId, securityDomainId],
  );
  const allocated = taken === 1 ? await heldIp(em, vmId) : undefined;
  if (!allocated)
    throw new ConflictError(
      'The security domain has no free private IP. Choose another, or ask an admin for a larger pool.',
    );
  return allocated;
}

/**
 * As {@link allocatePrivateIp}, with a certain address where it is free.
 * @param address null for any
 */
export async function allocateNamedIp(
  em: Em,
  vmId: VmId,
  securityDomainId: SecurityDomainId,
  address: string | null,
): Promise<AllocatedIp> {
  if (address !== null)
    await run(
      em,
      `update private_ip set vm_id = ? where address = ? and vm_id is null and host_id is null
         and vlan_id = (select vlan_id from security_domain where id = ?)`,
      [vmId, address, securityDomainId],
    );
  return allocatePrivateIp(em, vmId, securityDomainId);
}

/** The private IP that a VM holds. */
async function heldIp(em: Em, vmId: VmId): Promise<AllocatedIp | undefined> {
  const [ip] = await rows<AllocatedIp>(
    em,
    `select p.address, p.mac, v.tag as vlanTag from private_ip p join vlan v on v.id = p.vlan_id
      where p.vm_id = ?`,
    [vmId],
  );
  return ip;
}

/** Gives the VM's address back to its pool. */
export async function releasePrivateIp(em: Em, vmId: VmId): Promise<void> {
  await run(em, 'update private_ip set vm_id = null where vm_id = ?', [vmId]);
}
