import { readFileSync } from 'node:fs';

/** How a field is laid out on the wire; the meaning of each kind is in `meta.fieldKinds`. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly kind:
    | 'fixed'
    | 'optional'
    | 'variable'
    | 'fixed-array'
    | 'string'
    | 'opaque-variable'
    | 'opaque-fixed';
  readonly max?: number;
}

/** A typedef: a field without a name. */
export type Typedef = Omit<Field, 'name'>;

/** One remote procedure or event message of a program. */
export interface ProcedureFact {
  readonly name: string;
  readonly number: number;
  readonly args: string | null;
  readonly ret: string | null;
  readonly msg?: string;
  readonly event?: boolean;
  readonly priority: 'high' | 'low';
  readonly readstream?: boolean;
  readonly writestream?: boolean;
  readonly since?: string;
  readonly addedAfter?: string;
}

/** A discriminated union of the protocol. */
export interface UnionFact {
  readonly cases: readonly {
    readonly case: string;
    readonly value: number;
    readonly type: string;
  }[];
}

/** The parts of `protocol/libvirt-protocol.json` the generator reads. */
export interface Facts {
  readonly meta: { readonly sources: string };
  readonly programs: Readonly<Record<string, { program: number; version: number }>>;
  readonly netConstants: Readonly<Record<string, number>>;
  readonly constants: Readonly<Record<string, number>>;
  readonly publicNumbers: Readonly<Record<string, number>>;
  readonly driverFeatures: Readonly<Record<string, number>>;
  readonly domainEventProcedures: Readonly<Record<string, string>>;
  readonly fdPassingProcedures: readonly string[];
  readonly netStructs: Readonly<Record<string, readonly Field[]>>;
  readonly netTypedefs: Readonly<Record<string, Typedef>>;
  readonly typedefs: Readonly<Record<string, Typedef>>;
  readonly wireEnums: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly unions: Readonly<Record<string, UnionFact>>;
  readonly structs: Readonly<Record<string, readonly Field[]>>;
  readonly procedures: Readonly<Record<string, readonly ProcedureFact[]>>;
  readonly publicEnums: Readonly<
    Record<string, { values: Record<string, number>; since?: Record<string, string> }>
  >;
  readonly publicStrings: Readonly<Record<string, string>>;
  readonly publicStringTypes: Readonly<Record<string, string>>;
}

/** Where the facts are. */
const factsUrl = new URL('../protocol/libvirt-protocol.json', import.meta.url);

/** Reads the facts file. */
export function readFacts(): Facts {
  return JSON.parse(readFileSync(factsUrl, 'utf8')) as Facts;
}

/** Procedures that pass file descriptors, which a forwarded socket cannot carry: left out. */
export function passesDescriptors(facts: Facts, program: string, name: string): boolean {
  const full = program === 'remote' ? name : `${program}:${name}`;
  return facts.fdPassingProcedures.includes(full);
}

/** The structs and typedefs of the messages layer and the programs together. */
export function allStructs(facts: Facts): Record<string, readonly Field[]> {
  const { virNetMessageHeader: _header, ...net } = facts.netStructs;
  const structs: Record<string, readonly Field[]> = { ...net, ...facts.structs };
  for (const [program, procedures] of Object.entries(facts.procedures)) {
    for (const procedure of procedures) {
      if (!passesDescriptors(facts, program, procedure.name)) continue;
      if (procedure.args) delete structs[procedure.args];
      if (procedure.ret) delete structs[procedure.ret];
    }
  }
  return structs;
}
