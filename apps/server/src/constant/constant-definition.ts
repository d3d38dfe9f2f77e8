/** What kind of value a constant takes. */
export const ConstantKind = { INT: 'INT', FLOAT: 'FLOAT' } as const;
export type ConstantKind = keyof typeof ConstantKind;

/** What a constant is about; pages show them under these. */
export const ConstantSubject = {
  PLACEMENT: 'PLACEMENT',
  BALANCE: 'BALANCE',
  RESPAWN: 'RESPAWN',
  POWER: 'POWER',
  VM: 'VM',
  DISK: 'DISK',
  SNAPSHOT: 'SNAPSHOT',
  TEMPLATE: 'TEMPLATE',
  WATCH: 'WATCH',
} as const;
export type ConstantSubject = keyof typeof ConstantSubject;

/** A constant: which values it takes, and what it means to an admin. */
export interface ConstantDefinition {
  readonly subject: ConstantSubject;
  readonly type: ConstantKind;
  readonly default: number;
  /** Least and most that an admin may set. */
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  readonly description: string;
}

/** Defines the constants of one subject, each by its name. */
export function constantsAbout<Name extends string>(
  subject: ConstantSubject,
  definitions: Readonly<Record<Name, Omit<ConstantDefinition, 'subject'>>>,
): Readonly<Record<Name, ConstantDefinition>> {
  const entries = Object.entries<Omit<ConstantDefinition, 'subject'>>(definitions);
  return Object.fromEntries(
    entries.map(([name, definition]) => [name, { subject, ...definition }]),
  ) as Record<Name, ConstantDefinition>;
}
