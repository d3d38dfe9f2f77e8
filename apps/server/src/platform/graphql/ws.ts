import type { IncomingMessage } from 'node:http';
import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  subscribe,
  validate,
} from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import type { WebSocket, WebSocketServer } from 'ws';
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

interface OpenSocket {
  readonly look: () => Promise<Admitted | null>;
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

  /** @returns whether the socket is let in */
  async add(socket: WebSocket, look: OpenSocket['look']): Promise<boolean> {
    const open: OpenSocket = { look, userId: null };
    this.#open.set(socket, open);
    socket.once('close', () => this.#open.delete(socket));
    return this.#isGood(open);
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
export function serveGraphqlWs({ schema, server, log, contextOf, admits }: Options) {
  const admission = new Admission(log);
  const options: ServerOptions<Params & Record<string, unknown>, Extra> = {
    schema,
    execute: (args) => execute(args),
    subscribe: (args) => subscribe(args),
    parse: (source) => parse(source, PARSE_OPTIONS),
    validate: (s, document: DocumentNode) =>
      validate(s, document, [...specifiedRules, queryLimits]),
    onConnect: async ({ extra, connectionParams }) => {
      const look = () => admits(extra.request, connectionParams as Params);
      return admission.add(extra.socket, look);
    },
    context: ({ extra, connectionParams }) => contextOf(extra.request, connectionParams as Params),
    onError: (_ctx, _id, _payload, errors) => show(errors),
    onNext: (_ctx, _id, _payload, args, result) => {
      if (!result.errors) return;
      const context = args.contextValue as RequestContext;
      return {
        data: result.data ?? null,
        errors: showAll(
          result.errors,
          result.errors.map((e) => e.toJSON()),
          context,
          log,
        ),
      };
    },
  };
  const show = (errors: readonly GraphQLError[]) =>
    showAll(
      errors,
      errors.map((error) => error.toJSON()),
      { requestId: 'ws' },
      log,
    );
  const served = useServer(options, server, KEEP_ALIVE_MS);
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
