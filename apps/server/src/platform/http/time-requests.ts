import type { RequestHandler } from 'express';
import type { Instruments } from '../instruments.ts';

/** The paths that are told apart; the SPA's own are one. */
const PATHS = new Set(['graphql', 'graphs', 'healthz', 'readyz', 'metrics', 'assets']);

/** Measures how long requests take, by the first part of their path. */
export function timeRequests(instruments: Instruments): RequestHandler {
  return (request, response, next) => {
    const begin = performance.now();
    const first = request.path.split('/')[1] ?? '';
    response.once('finish', () => {
      const path = PATHS.has(first) ? first : 'web';
      instruments.apiRequest(path, response.statusCode, (performance.now() - begin) / 1000);
    });
    next();
  };
}
