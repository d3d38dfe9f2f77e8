import type { IncomingMessage } from 'node:http';
import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  specifiedRules,
  subscribe,
  validate,
} from 'graphql';
import { type ServerOptions } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import type { WebSocketServer } from 'ws';
import { type RequestContext, showAll } from './apollo.ts';
import { queryLimits } from './limits.ts';

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
}

/**
 * Serves `graphql-transport-ws`: subscriptions, and queries for clients that prefer one socket.
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export function serveGraphqlWs({ schema, server, log, contextOf }: Options) {
  const options: ServerOptions<Params & Record<string, unknown>, Extra> = {
    schema,
    execute: (args) => execute(args),
    subscribe: (args) => subscribe(args),
    validate: (s, document: DocumentNode) =>
      validate(s, document, [...specifiedRules, queryLimits]),
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
  return useServer(options, server, KEEP_ALIVE_MS);
}

const KEEP_ALIVE_MS = 12_000;
