import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

/** A field the server refused, with the reason in words. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** What a view needs to tell a person about a failed request. */
export interface ApiFault {
  /** A code of the API, or `OFFLINE` when the server did not answer. */
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
  readonly fields: readonly FieldFault[];
  /** Wait in ms before trying again makes sense, where the server says it. */
  readonly retryAfterMs?: number;
}

type Loose = Readonly<Record<string, unknown>>;

const asRecord = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function fieldsOf(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry) => {
    const { path, message } = asRecord(entry);
    // The server names the path from the input's root; forms know their fields without it.
    const name = Array.isArray(path) ? path.join('.') : (asText(path) ?? '');
    return { path: name.replace(/^input\./, ''), message: asText(message) ?? '' };
  });
}

function retryAfterOf(extensions: Loose): number | undefined {
  const details = asRecord(extensions['details']);
  for (const source of [extensions, details]) {
    const { retryAfterMs, retryAfterSeconds } = source;
    if (typeof retryAfterMs === 'number') return retryAfterMs;
    if (typeof retryAfterSeconds === 'number') return retryAfterSeconds * 1000;
  }
  return undefined;
}

function faultOfGraphqlError(raw: unknown): ApiFault {
  const error = asRecord(raw);
  const extensions = asRecord(error['extensions']);
  const requestId = asText(extensions['requestId']);
  const retryAfterMs = retryAfterOf(extensions);
  return {
    code: asText(extensions['code']) ?? 'INTERNAL',
    message: asText(error['message']) ?? '',
    fields: fieldsOf(extensions['fields']),
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function bodyErrors(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'errors' in body) {
      return Array.isArray(body.errors) ? body.errors[0] : undefined;
    }
  } catch {
    // Not JSON: a proxy's page, told by its status instead.
  }
  return undefined;
}

/** Turns anything a request may throw into a fault with a code, never throws itself. */
export function faultOf(error: unknown): ApiFault {
  if (CombinedGraphQLErrors.is(error)) return faultOfGraphqlError(error.errors[0]);
  if (ServerError.is(error)) {
    const first = bodyErrors(error.bodyText);
    if (first !== undefined) return faultOfGraphqlError(first);
    return { code: 'UNAVAILABLE', message: `HTTP ${error.statusCode}`, fields: [] };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'OFFLINE', message, fields: [] };
}
