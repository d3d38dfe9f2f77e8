import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  type ExecutionArgs,
  execute,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  subscribe,
  validate,
} from 'graphql';
import type { ServerOptions, SubscribePayload } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import type { WebSocket, WebSocketServer } from 'ws';
import { QuotaExceededError } from '../errors.ts';
import type { BaadalEvents } from '../events.ts';
import { type RequestContext, showAll } from './apollo.ts';
import { PARSE_OPTIONS, queryLimits } from './limits.ts';

type Params = Record<string, unknown> | undefined;

interface Options {
  readonly schema: GraphQLSchema;
  readonly server: WebSocketServer;
  readonly log: Logger;
  /**
   * Makes the context of one operation: the credential is looked at again each time, so that an
   * ended session opens nothing new.
   */
  readonly contextOf: (
    request: IncomingMessage,
    params: Params,
  ) => Promise<RequestContext & object>;
  /** Whether a credential is good, null when not. Looked at when a socket opens, and each minute while it is open. */
  readonly admits: (request: IncomingMessage, params: Params) => Promise<Admitted | null>;
}

/** Who a socket is of; null while that cannot be told. */
interface Admitted {
  readonly userId: string | null;
}

const RECHECK_MS = 60_000;
/** The protocol's code for a connection that is not allowed. */
const FORBIDDEN = 4403;
/** The protocol's clients come back by themselves after it. */
const COME_BACK = 1012;
const TRY_LATER = 1013;

/**
 * Most operations that one person may have under way over WebSocket, at one process, subscriptions
 * above all. A tab of the web application has 8, and one for each of its 4 notices.
 */
export const MAX_OPERATIONS = 2_000;

interface OpenSocket {
  readonly look: () => Promise<Admitted | null>;
  /** How many operations it has under way. */
  readonly operations: () => number;
  userId: string | null;
}

/** Closes sockets whose session ended or whose token was revoked. */
class Admission {
  readonly #open = new Map<WebSocket, OpenSocket>();
  readonly #timer = setInterval(() => void this.#check(this.#open), RECHECK_MS).unref();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** @returns whether the socket is let in; never rejects */
  async add(socket: WebSocket, asked: Omit<OpenSocket, 'userId'>): Promise<boolean> {
    const open: OpenSocket = { ...asked, userId: null };
    this.#open.set(socket, open);
    socket.once('close', () => this.#open.delete(socket));
    try {
      return await this.#isGood(open);
    } catch (err) {
      this.#log.error({ err }, 'the credential of a socket could not be looked at');
      socket.close(TRY_LATER, 'Try again later');
      return false;
    }
  }

  /**
   * @param socket of an operation that begins, and is among those under way
   * @throws {QuotaExceededError} when its person has too many
   */
  checkRoom(socket: WebSocket): void {
    const userId = this.#open.get(socket)?.userId;
    let operations = 0;
    for (const open of this.#open.values())
      if (open.userId === userId) operations += open.operations();
    if (operations > MAX_OPERATIONS)
      throw new QuotaExceededError(
        `You have ${MAX_OPERATIONS} subscriptions open, the most that one person may have. End some of them; many objects can be followed by one, e.g. tasksUpdated or vmUpdated without an id.`,
      );
  }

  /** Closes all sockets of a person; those who still may open new ones. */
  turnOut(userId: string): void {
    for (const [socket, open] of this.#open)
      if (open.userId === userId) socket.close(COME_BACK, 'Connect again');
  }

  /** Closes those sockets of a person whose session or token has ended; never rejects. */
  async lookAgain(userId: string): Promise<void> {
    await this.#check([...this.#open].filter(([, open]) => open.userId === userId));
  }

  async #isGood(open: OpenSocket): Promise<boolean> {
    const admitted = await open.look();
    open.userId = admitted?.userId ?? open.userId;
    return admitted !== null;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Never rejects: a socket that cannot be judged now is judged the next time. */
  async #check(sockets: Iterable<readonly [WebSocket, OpenSocket]>): Promise<void> {
    for (const [socket, open] of sockets)
      try {
        if (!(await this.#isGood(open))) socket.close(FORBIDDEN, 'Signed out');
      } catch (err) {
        this.#log.warn({ err }, 'the credential of a socket could not be looked at');
      }
  }
}

/**
 * Serves `graphql-transport-ws`: subscriptions, and queries for clients that prefer one socket.
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export function serveGraphqlWs(options: Options) {
  const { server, log, admits } = options;
  const admission = new Admission(log);
  const show = (errors: readonly GraphQLError[], { requestId }: RequestContext) =>
    showAll(
      errors,
      errors.map((error) => error.toJSON()),
      { requestId },
      log,
    );
  const hooks: ServerOptions<Params & Record<string, unknown>, Extra> = {
    execute: (args) => execute(args),
    subscribe: (args) => subscribe(args),
    onConnect: ({ extra, connectionParams, subscriptions }) =>
      admission.add(extra.socket, {
        look: () => admits(extra.request, connectionParams as Params),
        operations: () => Object.keys(subscriptions).length,
      }),
    onSubscribe: ({ extra, connectionParams }, _id, payload) =>
      prepare(options, payload, () => {
        admission.checkRoom(extra.socket);
        return options.contextOf(extra.request, connectionParams as Params);
      }),
    onError: (_ctx, _id, _payload, errors) => show(errors, { requestId: randomUUID() }),
    onNext: (_ctx, _id, _payload, args, result) => {
      if (!result.errors) return;
      const errors = show(result.errors, args.contextValue as RequestContext);
      return { data: result.data ?? null, errors };
    },
  };
  // In production it keeps to itself what failed.
  const served = useServer({ ...hooks, isProd: true }, server, KEEP_ALIVE_MS);
  server.on('connection', (socket) => logErrors(socket, log));
  return {
    /** A person may see less, or was signed out somewhere. */
    accessChanged: ({ userId, reconnect }: BaadalEvents['access'][0]) => {
      if (reconnect) admission.turnOut(userId);
      else void admission.lookAgain(userId);
    },
    dispose: async () => {
      admission.stop();
      await served.dispose();
    },
  };
}

const KEEP_ALIVE_MS = 12_000;

/**
 * Makes an operation ready to run, or says what is wrong with it. Never rejects: the library would
 * write that to the console, and end the socket with all of its subscriptions.
 */
async function prepare(
  { schema }: Options,
  { query, operationName, variables }: SubscribePayload,
  contextOf: () => Promise<RequestContext & object>,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  try {
    const document = parse(query, PARSE_OPTIONS);
    const faults = validate(schema, document, [...specifiedRules, queryLimits]);
    if (faults.length > 0) return faults;
    const contextValue = await contextOf();
    return { schema, document, operationName, variableValues: variables ?? null, contextValue };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    return [new GraphQLError('The operation could not begin.', { originalError: error as Error })];
  }
}

/** In place of the library's own listener, which writes to the console. */
function logErrors(socket: WebSocket, log: Logger): void {
  socket.removeAllListeners('error');
  socket.on('error', (err) => log.info({ err }, 'a socket was closed for what came over it'));
}
