import { BadUserInputError } from '../platform/errors.ts';
import type { ConstantDefinition } from './constant-definition.ts';
import { BALANCE_CONSTANTS } from './subjects/balance.ts';
import { DISK_CONSTANTS } from './subjects/disk.ts';
import { PLACEMENT_CONSTANTS } from './subjects/placement.ts';
import { POWER_CONSTANTS } from './subjects/power.ts';
import { RESPAWN_CONSTANTS } from './subjects/respawn.ts';
import { SNAPSHOT_CONSTANTS } from './subjects/snapshot.ts';
import { TEMPLATE_CONSTANTS } from './subjects/template.ts';
import { VM_CONSTANTS } from './subjects/vm.ts';
import { WATCH_CONSTANTS } from './subjects/watch.ts';

/** Every setting that an admin may edit while the cloud runs, in the order in which they are shown. */
export const CONSTANTS = {
  ...PLACEMENT_CONSTANTS,
  ...BALANCE_CONSTANTS,
  ...RESPAWN_CONSTANTS,
  ...POWER_CONSTANTS,
  ...VM_CONSTANTS,
  ...DISK_CONSTANTS,
  ...WATCH_CONSTANTS,
  ...SNAPSHOT_CONSTANTS,
  ...TEMPLATE_CONSTANTS,
};

export type ConstantName = keyof typeof CONSTANTS;

/** The value of each constant, default or changed. */
export type ConstantValues = { readonly [Name in ConstantName]: number };

/** @throws {BadUserInputError} when the name is not a constant's or the value out of range */
export function checkConstant(name: string, value: string): { name: ConstantName; value: number } {
  if (!Object.hasOwn(CONSTANTS, name))
    throw new BadUserInputError([{ path: 'name', message: `There is no constant ${name}.` }]);
  const definition: ConstantDefinition = CONSTANTS[name as ConstantName];
  const number = value.trim() === '' ? Number.NaN : Number(value);
  const whole = definition.type === 'FLOAT' || Number.isInteger(number);
  if (!whole || !(number >= definition.min && number <= definition.max))
    throw new BadUserInputError([
      {
        path: 'value',
        message: `${name} is a ${definition.type === 'INT' ? 'whole ' : ''}number from ${definition.min} to ${definition.max}.`,
      },
    ]);
  return { name: name as ConstantName, value: number };
}

/** Fills the defaults in for what no admin changed. */
export function valuesOf(changed: readonly { name: string; value: string }[]): ConstantValues {
  const values = Object.fromEntries(
    Object.entries(CONSTANTS).map(([name, { default: value }]) => [name, value]),
  );
  for (const { name, value } of changed) if (name in values) values[name] = Number(value);
  return values as ConstantValues;
}
