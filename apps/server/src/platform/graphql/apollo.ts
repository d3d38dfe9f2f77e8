import type { Server } from 'node:http';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
/** What every answer names, so that it can be found in the log. */
export interface RequestContext {
  readonly requestId: string;
}

import { originalOf, showError } from './format-error.ts';
import { PARSE_OPTIONS, queryLimits } from './limits.ts';

/**
 * Shows each error of a response as a client may see it, and logs those nobody expected once.
 * An absent database makes the whole answer a 503, so that load balancers and scripts notice.
 */
function errorsPlugin(log: Logger): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue, errors }) {
          if (response.body.kind !== 'single' || !response.body.singleResult.errors) return;
          const shown = showAll(errors ?? [], response.body.singleResult.errors, contextValue, log);
          response.body.singleResult.errors = shown;
          if (shown.some((error) => error.extensions?.['code'] === 'UNAVAILABLE'))
            response.http.status = 503;
        },
      };
    },
  };
}

/** Pairs GraphQL's errors with what was made of them, and shows each. */
export function showAll(
  raw: readonly GraphQLError[],
  formatted: readonly GraphQLFormattedError[],
  context: RequestContext,
  log: Logger,
): GraphQLFormattedError[] {
  return formatted.map((error, i) => {
    const { error: shown, unexpected } = showError(raw[i] ?? error, error, context.requestId);
    if (unexpected)
      log.error(
        { err: originalOf(raw[i]), requestId: context.requestId, path: error.path },
        'request failed',
      );
    return shown;
  });
}

/** The Apollo server over a built schema. */
export function createApollo<Context extends RequestContext>(
  schema: GraphQLSchema,
  http: Server,
  log: Logger,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    cache: 'bounded',
    parseOptions: PARSE_OPTIONS,
    validationRules: [queryLimits],
    stopOnTerminationSignals: false,
    logger: {
      debug: (message) => log.debug(message),
      info: (message) => log.info(message),
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
    plugins: [
      ApolloServerPluginDrainHttpServer({ httpServer: http }),
      // Nothing here has cache hints, and looking for them wraps every field of every answer.
      ApolloServerPluginCacheControlDisabled(),
      errorsPlugin(log) as never,
    ],
  });
}
