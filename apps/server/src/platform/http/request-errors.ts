import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';

/** What express and its body parser throw. */
interface HttpFault {
  readonly status?: number;
  /** What the body parser found; express' router, which reads the address, has none. */
  readonly type?: string;
}

const CODES: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BAD_REQUEST', 'The body of the request is not valid JSON.'],
  413: ['BAD_REQUEST', 'The body of the request is larger than 1 MB.'],
  415: ['BAD_REQUEST', 'The body of the request is in a form that is not understood.'],
};

const BAD_ADDRESS = ['BAD_REQUEST', 'The address of the request is malformed.'] as const;

/**
 * Answers requests that failed before GraphQL saw them in the shape of its errors. Without it
 * express would answer with a page, and with the stack outside of production.
 */
export function requestErrors(log: Logger): ErrorRequestHandler {
  return (error: HttpFault, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = error.status ?? 500;
    if (status >= 500) log.error({ err: error }, 'request failed');
    const malformed = status === 400 && error.type === undefined;
    const [code, message] = malformed
      ? BAD_ADDRESS
      : (CODES[status] ?? ['INTERNAL', 'Something failed inside Baadal.']);
    response.status(status).json({ errors: [{ message, extensions: { code } }] });
  };
}
