import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** Years that a database's times have: what lies beyond would fail there. */
const ISO_START = /^[1-9]\d{3}-\d\d/;

function parseDate(value: unknown): Date {
  const date = new Date(typeof value === 'string' && ISO_START.test(value) ? value : Number.NaN);
  if (Number.isNaN(date.getTime()))
    throw new GraphQLError(
      'A DateTime is written as ISO 8601, up to the year 9999, e.g. 2026-01-31T12:00:00Z.',
    );
  return date;
}

/** A moment: a `Date` inside, ISO 8601 in UTC outside. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment in UTC, ISO 8601.',
  serialize: (value) => (value as Date).toISOString(),
  parseValue: parseDate,
  parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : undefined),
});

function parseBigInt(value: unknown): bigint {
  if ((typeof value === 'string' && /^-?\d+$/.test(value)) || Number.isSafeInteger(value))
    return BigInt(value as string | number);
  throw new GraphQLError('A BigInt is a whole number, as a string.');
}

/** A whole number that may pass 2^53: travels as a string. */
export const BigIntScalar = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  description: 'A whole number of any size, as a string.',
  serialize: (value) => String(value),
  parseValue: parseBigInt,
  parseLiteral: (node) =>
    parseBigInt(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
});
