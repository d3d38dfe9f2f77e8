import { buildSchema, getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, MAX_FIELDS, MAX_REPEATS, queryLimits } from './limits.ts';

const schema = buildSchema('type Query { a: Query b: Int }');
const faults = (text: string) => validate(schema, parse(text), [queryLimits]).map((e) => e.message);
const all = (text: string) =>
  validate(schema, parse(text), [...specifiedRules, queryLimits]).map((e) => e.message);
const many = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');
const nested = (depth: number) => `{ ${'a { '.repeat(depth - 1)} b ${'}'.repeat(depth - 1)} }`;

describe('queryLimits', () => {
  it('lets ordinary queries through', () => {
    expect(faults(nested(MAX_DEPTH))).toEqual([]);
  });

  it('refuses a query nested too deep, with its code', () => {
    const [error] = validate(schema, parse(nested(50)), [queryLimits]);
    expect(error?.message).toContain('50 levels deep');
    expect(error?.extensions['code']).toBe('QUERY_TOO_COMPLEX');
  });

  it('counts fragments each time they are used', () => {
    const fragment = `fragment F on Query { ${Array.from({ length: 100 }, (_, i) => `x${i}: b`).join(' ')} }`;
    const uses = Array.from({ length: MAX_FIELDS / 100 + 1 }, (_, i) => `y${i}: a { ...F }`).join(
      ' ',
    );
    expect(faults(`{ ${uses} } ${fragment}`)[0]).toContain('fields wide');
  });

  it('does not hang on fragments that spread each other', () => {
    faults('{ ...A } fragment A on Query { a { ...B } } fragment B on Query { a { ...A } }');
  });

  it("lets the playground's introspection through", () => {
    const query = getIntrospectionQuery({
      inputValueDeprecation: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      specifiedByUrl: true,
      oneOf: true,
    });
    expect(all(query)).toEqual([]);
  });

  it('refuses what names a field again and again, before its pairs are compared', () => {
    expect(all(`{ ${many(MAX_REPEATS, () => 'a { a { b } }')} }`)).toEqual([]);
    const refused = [
      'The query names a more than 20 times; the limit is 20. Ask for less at a time.',
    ];
    expect(all(`{ ${many(450, () => 'a { a { x } }')} }`)).toEqual(refused);
    expect(all(`{ b } fragment F on Query { ${many(450, () => 'a { x }')} }`)).toEqual(refused);
    const spread = many(3, (i) => `fragment F${i} on Query { ${many(7, () => 'a { x }')} }`);
    expect(all(`{ ...F0 ...F1 ...F2 } ${spread}`)).toEqual(refused);
  });

  it('refuses fragments that spread each other before any rule overflows the stack', () => {
    const ring = (size: number) =>
      `{ ...F0 } ${many(size, (i) => `fragment F${i} on Query { ${many(3, (n) => `...F${(i + n + 1) % size}`)} }`)}`;
    expect(all(ring(250))).toEqual([
      'The query has 250 fragments; the limit is 100. Ask for less at a time.',
    ]);
    expect(all(ring(100))).toEqual(['Cannot spread fragment "F0" within itself.']);
  });
});
