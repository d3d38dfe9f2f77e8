import { isSshError } from '@baadal/ssh';
import type { Express, Request, Response } from 'express';
import { authorise, requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { isDatabaseAway } from '../platform/db.ts';
import {
  BaadalError,
  BadUserInputError,
  type ErrorCode,
  RateLimitedError,
} from '../platform/errors.ts';
import type { Services } from '../services.ts';
import { receivedBytes, receivePiece, WrongOffsetError } from './receive-upload.ts';
import { requireUpload, requireUploader, type UploadRecord } from './upload.service.ts';

/** Pieces received at once by a process: each holds one of a host's few command channels. */
const MOST_AT_ONCE = 4;

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  NO_CAPACITY: 507,
  RATE_LIMITED: 429,
  HOST_UNREACHABLE: 503,
  UNAVAILABLE: 503,
};

/**
 * Takes images in, at the addresses that `createUpload` gives: `PATCH` with `Upload-Offset` sends a
 * piece, `HEAD` asks how much has arrived. After a cut one asks and goes on from there.
 */
export function serveUploads(
  app: Express,
  services: Services,
  contextOf: (request: Request, response: Response) => Promise<Context>,
): void {
  let open = 0;
  const answer =
    (work: (upload: UploadRecord, request: Request, response: Response) => Promise<void>) =>
    async (request: Request<{ id: string }>, response: Response): Promise<void> => {
      response.setHeader('Cache-Control', 'no-store');
      try {
        await work(await admitted(await contextOf(request, response), request), request, response);
      } catch (error) {
        tell(services, response, error);
      }
    };
  app.head(
    '/uploads/:id',
    answer(async (upload, _request, response) => {
      response.setHeader('Upload-Offset', String(await receivedBytes(services, upload)));
      response.setHeader('Upload-Length', String(upload.sizeBytes));
      response.status(200).end();
    }),
  );
  app.patch(
    '/uploads/:id',
    answer(async (upload, request, response) => {
      if (open >= MOST_AT_ONCE)
        throw new RateLimitedError('Too many files are being sent. Try again shortly.', 5);
      open++;
      try {
        const arrived = await receive(services, upload, request);
        response.setHeader('Upload-Offset', String(arrived));
        response.status(204).end();
      } finally {
        open--;
      }
    }),
  );
}

async function admitted(context: Context, request: Request<{ id: string }>): Promise<UploadRecord> {
  if (context.fault) throw context.fault;
  authorise('Mutation.createUpload', context.viewer);
  const viewer = requireViewer(context);
  await requireUploader(context.em, viewer);
  return requireUpload(context.em, viewer, request.params.id);
}

async function receive(
  services: Services,
  upload: UploadRecord,
  request: Request,
): Promise<number> {
  const offset = Number(request.header('Upload-Offset') ?? Number.NaN);
  const length = Number(request.header('Content-Length') ?? 0);
  const message = `The header Upload-Offset says where the piece belongs, from 0 to ${upload.sizeBytes}.`;
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > upload.sizeBytes)
    throw new BadUserInputError([{ path: 'Upload-Offset', message }]);
  if (offset + length > upload.sizeBytes)
    throw new BadUserInputError([
      { path: 'Content-Length', message: 'More is sent than was announced.' },
    ]);
  const gone = new AbortController();
  request.once('close', () => {
    if (!request.complete) gone.abort(new Error('the sender went away'));
  });
  return receivePiece(services, upload, { offset, body: request, signal: gone.signal });
}

function tell(services: Services, response: Response, error: unknown): void {
  // What was not read of the piece would be taken for the next request.
  if (!response.headersSent) response.setHeader('Connection', 'close');
  if (error instanceof WrongOffsetError) response.setHeader('Upload-Offset', String(error.offset));
  const known = knownFault(error);
  if (!known) services.log.warn({ err: error }, 'an upload failed');
  const { code, message, details } = known ?? {
    code: 'INTERNAL' as const,
    message: 'The piece could not be written. What had arrived is kept: ask, and send on.',
    details: {},
  };
  if (response.destroyed || response.headersSent) return;
  response
    .status(STATUS[code] ?? 500)
    .json({ errors: [{ message, extensions: { code, ...details } }] });
}

function knownFault(error: unknown): Pick<BaadalError, 'code' | 'message' | 'details'> | null {
  if (error instanceof BaadalError) return error;
  if (isSshError(error, 'STDIN_FAILED') && error.cause instanceof BaadalError) return error.cause;
  if (isDatabaseAway(error))
    return {
      code: 'UNAVAILABLE',
      message: 'The database is away. Try again shortly.',
      details: {},
    };
  if (isSshError(error, 'CONNECTION_LOST'))
    return { code: 'UNAVAILABLE', message: 'The host was lost. Ask, and send on.', details: {} };
  return null;
}
