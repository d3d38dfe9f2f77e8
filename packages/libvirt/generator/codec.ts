import { allStructs, type Facts, type Field, type Typedef } from './facts.ts';
import { pascal } from './names.ts';

/** One primitive: its TypeScript type, reader and writer method, bytes on the wire. */
interface Primitive {
  readonly ts: string;
  readonly method: string;
  readonly bytes: number;
}

const PRIMITIVES: Readonly<Record<string, Primitive>> = {
  int: { ts: 'number', method: 'int', bytes: 4 },
  uint: { ts: 'number', method: 'uint', bytes: 4 },
  hyper: { ts: 'bigint', method: 'hyper', bytes: 8 },
  uhyper: { ts: 'bigint', method: 'uhyper', bytes: 8 },
  double: { ts: 'number', method: 'double', bytes: 8 },
  char: { ts: 'number', method: 'char', bytes: 4 },
  uchar: { ts: 'number', method: 'uchar', bytes: 4 },
  short: { ts: 'number', method: 'short', bytes: 4 },
  ushort: { ts: 'number', method: 'ushort', bytes: 4 },
};

/** What the generator needs to know about a value's layout. */
interface Shape {
  readonly ts: string;
  readonly minBytes: number;
  /** Struct names the code refers to. */
  readonly uses: readonly string[];
  readonly decode: string;
  encode(value: string): string;
}

/** Turns struct facts into interfaces and straight-line encoders and decoders. */
export class CodecWriter {
  readonly #facts: Facts;
  readonly #typedefs: Readonly<Record<string, Typedef>>;
  readonly structs: Readonly<Record<string, readonly Field[]>>;

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#typedefs = { ...facts.netTypedefs, ...facts.typedefs };
    this.structs = allStructs(facts);
  }

  /** Least bytes a struct takes; bounds the memory an array count may claim. */
  minBytes(struct: string): number {
    return (this.structs[struct] ?? []).reduce((sum, f) => sum + this.shape(f).minBytes, 0);
  }

  /** Struct names (unions included) the code of `struct` refers to. */
  uses(struct: string): string[] {
    return (this.structs[struct] ?? []).flatMap((field) => this.shape(field).uses);
  }

  /** Layout and code of one field or typedef. */
  shape(field: Typedef): Shape {
    const max = field.max ?? 0xffffffff;
    switch (field.kind) {
      case 'fixed':
        return this.#named(field.type);
      case 'optional':
        return optional(this.#named(field.type));
      case 'string':
        return {
          ts: 'string',
          minBytes: 4,
          uses: [],
          decode: `r.string(${max})`,
          encode: (v) => `w.string(${v}, ${max});`,
        };
      case 'opaque-variable':
        return {
          ts: 'Uint8Array',
          minBytes: 4,
          uses: [],
          decode: `r.opaque(${max})`,
          encode: (v) => `w.opaque(${v}, ${max});`,
        };
      case 'opaque-fixed':
        return this.#opaqueFixed(max);
      case 'fixed-array':
      case 'variable':
        return this.#array(field, max);
    }
  }

  #opaqueFixed(max: number): Shape {
    if (max !== 16) throw new Error('only UUIDs are fixed opaque data');
    return {
      ts: 'string',
      minBytes: 16,
      uses: [],
      decode: 'r.uuid()',
      encode: (v) => `w.uuid(${v});`,
    };
  }

  #array(field: Typedef, max: number): Shape {
    const item = this.#named(field.type);
    const fixed = field.kind === 'fixed-array';
    if (field.type === 'char') {
      const [get, put] = fixed ? ['charsFixed', 'charsFixed'] : ['chars', 'chars'];
      return {
        ts: 'Uint8Array',
        minBytes: fixed ? 4 * max : 4,
        uses: [],
        decode: `r.${get}(${max})`,
        encode: (v) => `w.${put}(${v}, ${max});`,
      };
    }
    if (fixed) throw new Error('only char arrays have a fixed size');
    return {
      ts: `readonly ${item.ts.includes(' ') ? `(${item.ts})` : item.ts}[]`,
      minBytes: 4,
      uses: item.uses,
      decode: `r.array(${max}, ${Math.max(item.minBytes, 1)}, ${lambda(item)})`,
      encode: (v) => `w.array(${v}, ${max}, ${writerLambda(item)});`,
    };
  }

  #named(type: string): Shape {
    const primitive = PRIMITIVES[type];
    if (primitive) {
      return {
        ts: primitive.ts,
        minBytes: primitive.bytes,
        uses: [],
        decode: `r.${primitive.method}()`,
        encode: (v) => `w.${primitive.method}(${v});`,
      };
    }
    if (type in this.#facts.wireEnums) return this.#named('int');
    const typedef = this.#typedefs[type];
    if (typedef) return this.shape(typedef);
    if (!(type in this.structs) && !(type in this.#facts.unions)) {
      throw new Error(`unknown type ${type}`);
    }
    const name = pascal(type);
    return {
      ts: name,
      minBytes: type in this.#facts.unions ? 8 : this.minBytes(type),
      uses: [type],
      decode: `decode${name}(r)`,
      encode: (v) => `encode${name}(w, ${v});`,
    };
  }

  /** Interface, encoder and decoder of one struct. */
  struct(struct: string): string {
    const fields = this.structs[struct] ?? [];
    const name = pascal(struct);
    const lines = [`/** \`${struct}\` */`, `export interface ${name} {`];
    for (const f of fields) lines.push(`  readonly ${f.name}: ${this.shape(f).ts};`);
    lines.push('}', '', `export function encode${name}(w: XdrWriter, v: ${name}): void {`);
    for (const f of fields) lines.push(`  ${this.shape(f).encode(`v.${f.name}`)}`);
    lines.push('}', '', `export function decode${name}(r: XdrReader): ${name} {`, '  return {');
    for (const f of fields) lines.push(`    ${f.name}: ${this.shape(f).decode},`);
    lines.push('  };', '}', '');
    return lines.join('\n');
  }

  /** Type, encoder and decoder of a union: `{ type, value }`. */
  union(union: string): string {
    const name = pascal(union);
    const cases = (this.#facts.unions[union]?.cases ?? []).map((c) => ({
      value: c.value,
      shape: this.#named(c.type),
    }));
    return [
      `/** \`${union}\`; \`type\` is a value of \`TypedParameterType\`. */`,
      `export type ${name} =`,
      ...cases.map((c) => `  | { readonly type: ${c.value}; readonly value: ${c.shape.ts} }`),
      ';',
      '',
      `export function encode${name}(w: XdrWriter, v: ${name}): void {`,
      '  w.int(v.type);',
      '  switch (v.type) {',
      ...cases.map((c) => `    case ${c.value}: ${c.shape.encode('v.value')} break;`),
      '    default: w.badDiscriminant((v as { readonly type: unknown }).type);',
      '  }',
      '}',
      '',
      `export function decode${name}(r: XdrReader): ${name} {`,
      '  const type = r.int();',
      '  switch (type) {',
      ...cases.map((c) => `    case ${c.value}: return { type, value: ${c.shape.decode} };`),
      '    default: return r.badDiscriminant(type);',
      '  }',
      '}',
      '',
    ].join('\n');
  }
}

function optional(item: Shape): Shape {
  return {
    ts: `${item.ts} | null`,
    minBytes: 4,
    uses: item.uses,
    decode: `r.bool() ? ${item.decode} : null`,
    encode: (v) => `if (${v} === null) w.uint(0); else { w.uint(1); ${item.encode(v)} }`,
  };
}

function lambda(item: Shape): string {
  return item.decode.endsWith('(r)') ? item.decode.slice(0, -3) : `(r) => ${item.decode}`;
}

function writerLambda(item: Shape): string {
  const code = item.encode('v');
  return code.endsWith('(w, v);') ? code.slice(0, -7) : `(w, v) => { ${code} }`;
}
