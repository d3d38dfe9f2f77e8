import { type Em, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { type BootDevice, bootOrderText } from './boot-device.ts';

/** What a running domain has, whatever its definition for the next start says. */
export interface ActiveSettings {
  readonly vcpus: number;
  readonly ramMiB: number;
  /** Null when it boots a kernel of its own, whatever the order. */
  readonly bootOrder: readonly BootDevice[] | null;
  /** Up to here it can be given more while it runs. */
  readonly maxVcpus: number;
  readonly maxRamMiB: number;
}

const DEVICES: Readonly<Record<string, BootDevice>> = {
  hd: 'DISK',
  network: 'NETWORK',
  cdrom: 'CDROM',
};

const kibToMiB = (kib: string | undefined): number => Math.round(Number(kib ?? 0) / 1024);

/** Reads the settings from libvirt's XML of a running domain, whose sizes are in KiB. */
export function activeSettingsOf(xml: string): ActiveSettings {
  const [, attributes = '', maxVcpus = '1'] = /<vcpu\b([^>]*)>(\d+)<\/vcpu>/.exec(xml) ?? [];
  const current = /current='(\d+)'/.exec(attributes)?.[1];
  const os = /<os>.*?<\/os>/s.exec(xml)?.[0] ?? '';
  const devices = [...os.matchAll(/<boot dev='(\w+)'\/>/g)].flatMap(
    ([, name = '']) => DEVICES[name] ?? [],
  );
  const maximum = /<memory unit='KiB'>(\d+)</.exec(xml)?.[1];
  return {
    vcpus: Number(current ?? maxVcpus),
    maxVcpus: Number(maxVcpus),
    ramMiB: kibToMiB(/<currentMemory unit='KiB'>(\d+)</.exec(xml)?.[1] ?? maximum),
    maxRamMiB: kibToMiB(maximum),
    bootOrder: os.includes('<kernel>') || devices.length === 0 ? null : devices,
  };
}

/** A setting that waits for the next start. */
export interface PendingChange {
  /** A field of the VM. */
  readonly attribute: string;
  readonly from: string;
  readonly to: string;
}

interface Settings {
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly bootOrder: readonly BootDevice[];
  readonly activeVcpus: number | null;
  readonly activeRamMiB: number | null;
  readonly activeBootOrder: string | null;
}

/** The settings of a VM that its running domain does not have yet. */
export function pendingChangesOf(vm: Settings): PendingChange[] {
  const pairs: readonly (readonly [string, string | number | null, string | number])[] = [
    ['vcpus', vm.activeVcpus, vm.vcpus],
    ['ramMiB', vm.activeRamMiB, vm.ramMiB],
    ['bootOrder', vm.activeBootOrder, bootOrderText(vm.bootOrder)],
  ];
  return pairs.flatMap(([attribute, from, to]) =>
    from === null || from === to ? [] : [{ attribute, from: String(from), to: String(to) }],
  );
}

/** Settings that a running domain may have otherwise than its VM's row. */
export type ActiveAttribute = 'vcpus' | 'ramMiB' | 'bootOrder';

/** The order that `domain-xml.ts` writes. */
const BOOT_ORDER = "coalesce(boot_order, if(media_template_id is null, 'DISK', 'CDROM,DISK'))";

const COLUMNS: Readonly<Record<ActiveAttribute, { active: string; row: string }>> = {
  vcpus: { active: 'active_vcpus', row: 'vcpus' },
  ramMiB: { active: 'active_ram_mib', row: 'ram_mib' },
  bootOrder: { active: 'active_boot_order', row: BOOT_ORDER },
};
/** All of them. */
export const ACTIVE_ATTRIBUTES: readonly ActiveAttribute[] = ['vcpus', 'ramMiB', 'bootOrder'];

/**
 * Writes down what a running domain has; only what differs from the VM's row is kept.
 * @param attributes which to compare. RAM only when it was asked to change, or the guest had time: a
 *   guest that boots has not given its memory back to the balloon yet
 */
export async function writeActive(
  em: Em,
  vmId: VmId,
  active: ActiveSettings,
  attributes: readonly ActiveAttribute[],
): Promise<boolean> {
  if (attributes.length === 0) return false;
  const order = active.bootOrder ? bootOrderText(active.bootOrder) : null;
  const values = { vcpus: active.vcpus, ramMiB: active.ramMiB, bootOrder: order };
  const settings = attributes.map((attribute) => {
    const { active: column, row } = COLUMNS[attribute];
    return `${column} = nullif(?, ${row})`;
  });
  const sql = `update vm set ${settings.join(', ')} where id = ?`;
  return (await run(em, sql, [...attributes.map((attribute) => values[attribute]), vmId])) > 0;
}

/** Assignments for an update of `vm`: no setting waits for the next start any more. */
export const NOTHING_PENDING =
  'active_vcpus = null, active_ram_mib = null, active_boot_order = null';

/** An SQL condition on `vm`, under the given alias: some setting waits for the next start. */
export const hasPending = (alias: string): string =>
  `(${alias}.active_vcpus is not null or ${alias}.active_ram_mib is not null or ${alias}.active_boot_order is not null)`;
