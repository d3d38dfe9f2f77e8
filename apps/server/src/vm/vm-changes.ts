import { type Em, isDuplicate, run } from '../platform/db.ts';
import { ConflictError } from '../platform/errors.ts';
import type { VmId } from '../platform/ids.ts';

/** A value as a task keeps it; times are ISO 8601. */
export type ChangeValue = string | number | boolean | null;

/** One change of one column of a VM, as an edit keeps it to apply and to take back. */
export interface VmChange {
  readonly attribute: VmAttribute;
  readonly from: ChangeValue;
  readonly to: ChangeValue;
}

interface AttributeFacts {
  readonly column: string;
  /** The resource in the original's message; null for what follows another attribute. */
  readonly resource: string | null;
  /** The domain's definition is made from it. */
  readonly defines?: true;
  readonly time?: true;
}

/** What can be edited: the schema's field, the column, the word in the message. */
export const VM_ATTRIBUTES = {
  name: { column: 'name', resource: 'name' },
  vcpus: { column: 'vcpus', resource: 'vcpus', defines: true },
  ramMiB: { column: 'ram_mib', resource: 'ram', defines: true },
  maxVcpus: { column: 'max_vcpus', resource: null, defines: true },
  maxRamMiB: { column: 'max_ram_mib', resource: null, defines: true },
  bootOrder: { column: 'boot_order', resource: 'boot order', defines: true },
  startPriority: { column: 'start_priority', resource: 'start priority' },
  purpose: { column: 'purpose', resource: 'purpose' },
  expiresAt: { column: 'expires_at', resource: 'expiry', time: true },
  locked: { column: 'locked', resource: 'lock' },
} as const satisfies Record<string, AttributeFacts>;
export type VmAttribute = keyof typeof VM_ATTRIBUTES;

const factsOf = (attribute: VmAttribute): AttributeFacts => VM_ATTRIBUTES[attribute];

/** Whether the domain has to be defined anew for this change. */
export const isOfDefinition = (change: VmChange): boolean =>
  factsOf(change.attribute).defines === true;

/** The value as a statement takes it. */
function columnValue(attribute: VmAttribute, value: ChangeValue): unknown {
  return factsOf(attribute).time && typeof value === 'string' ? new Date(value) : value;
}

/**
 * Writes changes into a VM's row. Each one is written only where the column still has the value
 * that the change starts from: what somebody else has changed since stays.
 * @throws {ConflictError} when the owner has another VM of that name
 */
export async function applyChanges(
  em: Em,
  vmId: VmId,
  changes: readonly VmChange[],
): Promise<void> {
  for (const { attribute, from, to } of changes) {
    const { column } = factsOf(attribute);
    try {
      await run(em, `update vm set ${column} = ? where id = ? and ${column} <=> ?`, [
        columnValue(attribute, to),
        vmId,
        columnValue(attribute, from),
      ]);
    } catch (error) {
      if (isDuplicate(error, 'vm_owner_name')) throw nameTaken(String(to));
      throw error;
    }
  }
}

/** Takes changes back, the last one first. */
export async function revertChanges(
  em: Em,
  vmId: VmId,
  changes: readonly VmChange[],
): Promise<void> {
  await applyChanges(
    em,
    vmId,
    changes.toReversed().map(({ attribute, from, to }) => ({ attribute, from: to, to: from })),
  );
}

/** The error for a name that another VM of the owner has. */
export function nameTaken(name: string): ConflictError {
  const message = `There is a VM named ${name} already. Choose another name.`;
  return new ConflictError(message, { details: { fields: [{ path: 'name', message }] } });
}
