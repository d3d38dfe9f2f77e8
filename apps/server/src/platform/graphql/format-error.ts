import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { ValidationError } from 'class-validator';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { isDatabaseAway } from '../db.ts';
import { BaadalError, type FieldFault } from '../errors.ts';

/** Codes of Apollo's own refusals, whose messages hold nothing but the query. */
const APOLLO_CODES = new Set<string>([
  ...Object.values(ApolloServerErrorCode),
  'QUERY_TOO_COMPLEX',
]);
APOLLO_CODES.delete(ApolloServerErrorCode.INTERNAL_SERVER_ERROR);

/** What a failure looks like to the client, and whether it must be logged as ours. */
export interface ShownError {
  readonly error: GraphQLFormattedError;
  /** An error nobody expected: log it with its cause. */
  readonly unexpected: boolean;
}

/** The error below GraphQL's wrapping. */
export function originalOf(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  return inner;
}

/**
 * Turns any error into what a client may see: code, message, faulty fields, request id. Stack
 * traces, SQL and file paths never leave.
 */
export function showError(
  raw: unknown,
  formatted: GraphQLFormattedError,
  requestId: string,
): ShownError {
  const place = {
    ...(formatted.path ? { path: formatted.path } : {}),
    ...(formatted.locations ? { locations: formatted.locations } : {}),
  };
  const shown = (message: string, extensions: Record<string, unknown>, unexpected = false) => ({
    error: { message, ...place, extensions: { ...extensions, requestId } },
    unexpected,
  });
  const error = originalOf(raw);
  if (error instanceof ArgumentValidationError) {
    const fields = faultsOf(error.extensions.validationErrors);
    return shown(fields.map((f) => f.message).join(' '), { code: 'BAD_USER_INPUT', fields });
  }
  if (error instanceof BaadalError)
    return shown(error.message, { ...error.details, code: error.code }, error.code === 'INTERNAL');
  if (isDatabaseAway(error))
    return shown('The database is away for the moment. Try again shortly.', {
      code: 'UNAVAILABLE',
    });
  const field = misfitOf(formatted);
  if (field) return shown(formatted.message, { code: 'BAD_USER_INPUT', fields: [field] });
  // Apollo puts a code of its own over that of a validation rule; the rule's is below.
  const own = error instanceof GraphQLError ? error.extensions['code'] : undefined;
  const code = own ?? formatted.extensions?.['code'];
  if (error instanceof GraphQLError && typeof code === 'string' && APOLLO_CODES.has(code))
    return shown(formatted.message, { code });
  // GraphQL's own refusals of a query or its variables, to which Apollo gives codes over HTTP alone.
  if (error instanceof GraphQLError && code === undefined && !formatted.path)
    return shown(formatted.message, { code: 'BAD_USER_INPUT' });
  return shown(
    `Something failed inside Baadal. Its log has the cause under ${requestId}.`,
    { code: 'INTERNAL' },
    true,
  );
}

/** The field of an input whose value GraphQL itself refused, before any code of ours saw it. */
function misfitOf({ message, path }: GraphQLFormattedError): FieldFault | undefined {
  const said = /^Variable "\$\w+" got invalid value .* at "\w+\.([\w.]+)"; (.+)$/s.exec(message);
  if (path || !said) return undefined;
  const [, field = '', reason = ''] = said;
  return {
    path: field,
    message: reason.startsWith(TOO_LARGE) ? 'This number is too large.' : reason,
  };
}

const TOO_LARGE = 'Int cannot represent non 32-bit signed integer value';

function faultsOf(errors: readonly ValidationError[], prefix = ''): FieldFault[] {
  return errors.flatMap((e) => {
    const path = `${prefix}${e.property}`;
    const own = Object.values(e.constraints ?? {}).map((message) => ({ path, message }));
    return [...own, ...faultsOf(e.children ?? [], `${path}.`)];
  });
}
