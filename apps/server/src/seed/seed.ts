import { hashPassword } from '../auth/password.ts';
import { parseIpv4 } from '../network/ipv4.ts';
import { type Em, rows, run, transaction } from '../platform/db.ts';
import { newId } from '../platform/ids.ts';
import type { SecretBox } from '../platform/secret-box.ts';
import type { Inventory } from './inventory.ts';

/** The organisation that people belong to until others are made. */
const DEFAULT_ORGANISATION = 'Baadal';

/**
 * Makes the first organisation and the user `admin` where they are missing; never changes them.
 * @param password the admin's first password
 */
export async function seedPeople(em: Em, password: string | undefined): Promise<void> {
  const [admin] = await rows(em, "select 1 from user where username = 'admin'");
  if (admin) return;
  if (!password)
    throw new Error(
      'There is no user yet. Set BAADAL_ADMIN_PASSWORD or BAADAL_ADMIN_PASSWORD_FILE for the first start.',
    );
  const hash = await hashPassword(password);
  await transaction(em, async (tx) => {
    await run(tx, 'insert ignore into organisation (id, name) values (?, ?)', [
      newId('org'),
      DEFAULT_ORGANISATION,
    ]);
    await run(
      tx,
      `insert ignore into user (id, username, name, email, password_hash, password_change_suggested,
                                roles, organisation_id, active, created_at)
       select ?, 'admin', 'Administrator', null, ?, true, '["ADMIN"]', id, true, utc_timestamp(3)
         from organisation where name = ?`,
      [newId('user'), hash, DEFAULT_ORGANISATION],
    );
  });
}

/**
 * Brings the database in line with an inventory. Run at every start: what an inventory names is
 * made or brought up to date (a lab that was rebuilt has new host keys); nothing is removed.
 */
export async function seedInventory(
  em: Em,
  inventory: Inventory,
  secrets: SecretBox,
): Promise<void> {
  await transaction(em, async (tx) => {
    for (const vlan of inventory.vlans) await seedVlan(tx, vlan);
    for (const domain of inventory.securityDomains)
      await run(
        tx,
        `insert into security_domain (id, name, vlan_id, visible_to_all)
         select ?, ?, id, ? from vlan where name = ?
         on duplicate key update vlan_id = values(vlan_id), visible_to_all = values(visible_to_all)`,
        [newId('sd'), domain.name, domain.visibleToAll, domain.vlan],
      );
    for (const datastore of inventory.datastores)
      await run(
        tx,
        `insert into datastore (id, name, path, mount_address) values (?, ?, ?, ?)
         on duplicate key update mount_address = values(mount_address)`,
        [newId('ds'), datastore.name, datastore.path, datastore.mountAddress],
      );
    await seedTemplates(tx, inventory);
    for (const host of inventory.hosts) {
      await seedHost(tx, host);
      if (host.bmc) await seedBmc(tx, host.name, host.bmc, secrets);
      if (inventory.migration) await seedMigration(tx, host.name);
    }
    for (const box of inventory.networkBoxes) await seedNetworkBox(tx, box);
  });
}

async function seedVlan(em: Em, vlan: Inventory['vlans'][number]): Promise<void> {
  await run(
    em,
    `insert into vlan (id, name, tag, subnet, gateway) values (?, ?, ?, ?, ?)
     on duplicate key update name = values(name), subnet = values(subnet), gateway = values(gateway)`,
    [newId('vlan'), vlan.name, vlan.tag, vlan.subnet, vlan.gateway],
  );
  const [row] = await rows<{ id: string }>(em, 'select id from vlan where name = ?', [vlan.name]);
  // Addresses of an earlier subnet that nobody holds would never be answered by DHCP.
  const addresses = vlan.pool.map((ip) => ip.address);
  await run(
    em,
    'delete from private_ip where vlan_id = ? and vm_id is null and host_id is null and address not in (?)',
    [row?.id, addresses],
  );
  if (vlan.pool.length === 0) return;
  await run(
    em,
    `insert ignore into private_ip (id, address, number, mac, vlan_id) values
     ${vlan.pool.map(() => '(?, ?, ?, ?, ?)').join(', ')}`,
    vlan.pool.flatMap((ip) => [newId('ip'), ip.address, parseIpv4(ip.address), ip.mac, row?.id]),
  );
}

/** What a template gives its VMs follows the inventory until somebody sets it. */
async function seedTemplates(em: Em, inventory: Inventory): Promise<void> {
  const [datastore] = inventory.datastores;
  for (const [position, t] of inventory.templates.entries())
    await run(
      em,
      `insert into template (id, name, os, version, arch, disk_gib, image_gib, format, datastore_id,
                             file, kernel, initrd, cmdline, cloud_init, min_ram_mib, default_ram_mib,
                             default_vcpus, position, active, created_at)
       select ?, ?, ?, ?, ?, ?, ?, ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, true, utc_timestamp(3)
         from datastore where name = ?
       on duplicate key update file = values(file), kernel = values(kernel), initrd = values(initrd),
         cmdline = values(cmdline),
         disk_gib = if(disk_gib <=> image_gib, values(disk_gib), greatest(disk_gib, values(disk_gib))),
         image_gib = values(image_gib), position = values(position)`,
      [
        newId('tpl'),
        t.name,
        t.os,
        t.version,
        t.arch,
        t.diskGiB,
        t.diskGiB,
        t.format,
        t.file,
        t.kernel ?? null,
        t.initrd ?? null,
        t.cmdline ?? null,
        t.cloudInit,
        t.minRamMiB,
        t.defaultRamMiB,
        t.defaultVcpus,
        position,
        datastore?.name,
      ],
    );
}

async function seedHost(em: Em, host: Inventory['hosts'][number]): Promise<void> {
  await run(
    em,
    `insert into host (id, name, address, ssh_port, ssh_user, host_key_fingerprint, mac, type, cpus,
                       ram_mib, disk_gib, kvm, bridge, status, maintenance, strangers, created_at)
     values (?, ?, ?, ?, ?, ?, ?, 'PHYSICAL', 0, 0, 0, false, ?, 'UNREACHABLE', false, '[]',
             utc_timestamp(3))
     on duplicate key update address = values(address), ssh_port = values(ssh_port),
       ssh_user = values(ssh_user), host_key_fingerprint = values(host_key_fingerprint),
       mac = values(mac), bridge = values(bridge)`,
    [
      newId('host'),
      host.name,
      host.address,
      host.sshPort,
      host.sshUser,
      host.hostKeyFingerprint,
      host.mac,
      host.bridge,
    ],
  );
}

async function seedNetworkBox(em: Em, box: Inventory['networkBoxes'][number]): Promise<void> {
  await run(
    em,
    `insert into network_box (id, name, address, ssh_port, ssh_user, host_key_fingerprint, roles)
     values (?, ?, ?, ?, ?, ?, ?)
     on duplicate key update address = values(address), ssh_port = values(ssh_port),
       ssh_user = values(ssh_user), host_key_fingerprint = values(host_key_fingerprint),
       roles = values(roles)`,
    [
      newId('box'),
      box.name,
      box.address,
      box.sshPort,
      box.sshUser,
      box.hostKeyFingerprint,
      JSON.stringify(box.roles),
    ],
  );
}

type Bmc = NonNullable<Inventory['hosts'][number]['bmc']>;

async function seedBmc(em: Em, host: string, bmc: Bmc, secrets: SecretBox): Promise<void> {
  await run(
    em,
    `insert into host_power (host_id, method, bmc_address, bmc_username, bmc_password)
     select id, 'IPMI', ?, ?, ? from host where name = ?
     on duplicate key update method = values(method), bmc_address = values(bmc_address),
       bmc_username = values(bmc_username), bmc_password = values(bmc_password)`,
    [bmc.address, bmc.username, secrets.seal(bmc.password), host],
  );
}

/** The key is made when a VM is to move for the first time. */
async function seedMigration(em: Em, host: string): Promise<void> {
  await run(
    em,
    `insert ignore into host_migration (host_id, reached, consented_at)
     select id, '[]', utc_timestamp(3) from host where name = ?`,
    [host],
  );
}
