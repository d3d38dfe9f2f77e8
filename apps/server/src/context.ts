import type { Request, Response } from 'express';
import type { Viewer } from './auth/viewer.ts';
import type { Loaders } from './loaders.ts';
import type { Em } from './platform/db.ts';
import type { Services } from './services.ts';

/** What every resolver is handed. */
export interface Context {
  readonly viewer: Viewer | null;
  /** Why it is not known who asks: a bad token, or the database is away. Thrown by the guard. */
  readonly fault: Error | null;
  readonly services: Services;
  /** This request's own entity manager. */
  readonly em: Em;
  /** Batches look-ups by id within one request. */
  readonly loaders: Loaders;
  readonly requestId: string;
  /** Address of the client. */
  readonly address: string;
  /** Only for HTTP requests: sign-in sets its cookie here. */
  readonly http: { readonly request: Request; readonly response: Response } | null;
}
