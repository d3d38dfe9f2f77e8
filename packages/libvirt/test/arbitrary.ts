import fc from 'fast-check';
import { allStructs, type Facts, type Field, type Typedef } from '../generator/facts.ts';

function text(max: number): fc.Arbitrary<string> {
  const noNul = (s: string) => !s.includes('\0');
  const limit = Math.min(max, 60);
  return fc.oneof(
    fc.string({ maxLength: limit, unit: 'binary-ascii' }).filter(noNul),
    fc.string({ maxLength: Math.floor(limit / 4), unit: 'binary' }).filter(noNul),
  );
}

const primitives: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  int: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  uint: fc.integer({ min: 0, max: 0xffffffff }),
  hyper: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uhyper: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  double: fc.double(),
  char: fc.integer({ min: -128, max: 127 }),
  uchar: fc.integer({ min: 0, max: 255 }),
  short: fc.integer({ min: -0x8000, max: 0x7fff }),
  ushort: fc.integer({ min: 0, max: 0xffff }),
};

/** Values of every type of the protocol, made from the facts and not from the generated code. */
export class ProtocolArbitrary {
  readonly #facts: Facts;
  readonly structs: Readonly<Record<string, readonly Field[]>>;
  readonly #made = new Map<string, fc.Arbitrary<unknown>>();

  constructor(facts: Facts) {
    this.#facts = facts;
    this.structs = allStructs(facts);
  }

  /** Values of a named type: primitive, typedef, struct or union. */
  named(type: string): fc.Arbitrary<unknown> {
    const made = this.#made.get(type) ?? this.#make(type);
    this.#made.set(type, made);
    return made;
  }

  #make(type: string): fc.Arbitrary<unknown> {
    const primitive = primitives[type];
    if (primitive) return primitive;
    if (type in this.#facts.wireEnums) return this.named('int');
    const typedef = this.#facts.typedefs[type] ?? this.#facts.netTypedefs[type];
    if (typedef) return this.#field(typedef);
    const union = this.#facts.unions[type];
    if (union) {
      return fc.oneof(
        ...union.cases.map((c) =>
          fc.record(
            { type: fc.constant(c.value), value: this.named(c.type) },
            { noNullPrototype: true },
          ),
        ),
      );
    }
    const fields = this.structs[type];
    if (!fields) throw new Error(`unknown type ${type}`);
    const shapes = Object.fromEntries(fields.map((f) => [f.name, this.#field(f)]));
    return fc.record(shapes, { noNullPrototype: true });
  }

  #field(field: Typedef): fc.Arbitrary<unknown> {
    const max = field.max ?? 1000;
    switch (field.kind) {
      case 'fixed':
        return this.named(field.type);
      case 'optional':
        return fc.option(this.named(field.type), { nil: null });
      case 'string':
        return text(max);
      case 'opaque-variable':
        return fc.uint8Array({ maxLength: Math.min(max, 40) });
      case 'opaque-fixed':
        return fc.uuid();
      case 'fixed-array':
        return fc.uint8Array({ minLength: max, maxLength: max });
      case 'variable':
        return field.type === 'char'
          ? fc.uint8Array({ maxLength: Math.min(max, 40) })
          : fc.array(this.named(field.type), { maxLength: Math.min(max, 3) });
    }
  }
}
