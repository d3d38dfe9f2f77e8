import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/**
 * What is to be present from the first start: hosts, datastores, templates, networks. The lab
 * writes such a file; in production it is an alternative to adding them one by one.
 */
const machine = z.object({
  name: z.string(),
  address: z.string(),
  sshPort: z.number().int(),
  sshUser: z.string(),
  hostKeyFingerprint: z.string().startsWith('SHA256:'),
});

const schema = z.object({
  sshKeyFile: z.string(),
  /** Its hosts take part in migrations: each gets a key, and is known to the others. */
  migration: z.boolean().default(false),
  hosts: z.array(
    machine.extend({
      mac: z.string(),
      bridge: z.string(),
      bmc: z.object({ address: z.string(), username: z.string(), password: z.string() }).optional(),
    }),
  ),
  /** Gateway machines: guests are pinged from one, DHCP and NAT are written on those. */
  networkBoxes: z
    .array(machine.extend({ roles: z.array(z.enum(['GATEWAY', 'DHCP', 'NAT'])).min(1) }))
    .default([]),
  datastores: z
    .array(z.object({ name: z.string(), path: z.string(), mountAddress: z.string() }))
    .min(1),
  templates: z.array(
    z.object({
      name: z.string(),
      os: z.string(),
      version: z.string(),
      arch: z.string(),
      diskGiB: z.number().int().positive(),
      format: z.enum(['QCOW2', 'RAW']),
      file: z.string(),
      kernel: z.string().optional(),
      initrd: z.string().optional(),
      cmdline: z.string().optional(),
      cloudInit: z.boolean(),
      minRamMiB: z.number().int().positive(),
      defaultRamMiB: z.number().int().positive(),
      defaultVcpus: z.number().int().positive(),
    }),
  ),
  vlans: z.array(
    z.object({
      name: z.string(),
      tag: z.number().int().min(1).max(4094),
      subnet: z.string(),
      gateway: z.string(),
      pool: z.array(z.object({ address: z.ipv4(), mac: z.string() })),
    }),
  ),
  securityDomains: z.array(
    z.object({ name: z.string(), vlan: z.string(), visibleToAll: z.boolean() }),
  ),
});

export type Inventory = z.infer<typeof schema>;

/**
 * Reads an inventory file.
 * @throws {Error} naming every fault in it
 */
export async function readInventory(file: string): Promise<Inventory> {
  const parsed = schema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The inventory ${file} is not usable: ${faults.join('; ')}`);
}
