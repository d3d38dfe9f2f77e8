import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, MAX_FIELDS, queryLimits } from './limits.ts';

const schema = buildSchema('type Query { a: Query b: Int }');
const faults = (text: string) => validate(schema, parse(text), [queryLimits]).map((e) => e.message);
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
});
