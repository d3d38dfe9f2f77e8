import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type Request, type Response } from 'express';
import { WebSocketServer } from 'ws';
import { authenticate, readCookie, SESSION_COOKIE } from './auth/credentials.ts';
import { createConsoleServer } from './console/console-server.ts';
import type { Context } from './context.ts';
import { createLoaders } from './loaders.ts';
import { serveFigures } from './metrics/serve-figures.ts';
import { isDatabaseAway } from './platform/db.ts';
import { UnauthenticatedError, UnavailableError } from './platform/errors.ts';
import { createApollo } from './platform/graphql/apollo.ts';
import { serveGraphqlWs } from './platform/graphql/ws.ts';
import { clientAddress } from './platform/http/client-address.ts';
import { serveHealth } from './platform/http/health.ts';
import { requestErrors } from './platform/http/request-errors.ts';
import { sameOrigin } from './platform/http/same-origin.ts';
import { securityHeaders, serveStaticFiles } from './platform/http/static-files.ts';
import { timeRequests } from './platform/http/time-requests.ts';
import { buildSchema } from './schema.ts';
import type { Services } from './services.ts';
import { serveUploads } from './upload/upload-http.ts';

/** Largest body of a request; the largest document of ours has 10 kB. */
const BODY_LIMIT = '1mb';

/** What a client shows when it opens a socket. */
type Params = Record<string, unknown> | undefined;

/** The API of a process: GraphQL over HTTP and WebSocket, consoles, health, the SPA. */
export async function createApi(
  services: Services,
  http: Server,
): Promise<{ stop(): Promise<void> }> {
  const schema = buildSchema();
  const log = services.log.child({ part: 'api' });
  const apollo = createApollo(schema, http, log);
  await apollo.start();
  const app = express();
  app.disable('x-powered-by').set('trust proxy', services.config.trustProxy);
  app.use(securityHeaders);
  app.use(timeRequests(services.instruments));
  serveHealth(app, { ...services, redisUrl: services.config.redisUrl });
  const context = ({ req, res }: { req: Request; res: Response }) =>
    httpContext(services, req, res);
  app.use('/graphql', express.json({ limit: BODY_LIMIT }), expressMiddleware(apollo, { context }));
  serveFigures(app, services, httpContext);
  serveUploads(app, services, (request, response) => httpContext(services, request, response));
  serveStaticFiles(app, { web: services.config.webDir, graphiql: services.config.graphiqlDir });
  app.use(requestErrors(log));
  http.on('request', app);

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_048_576 });
  const asked = (request: IncomingMessage, params: Params) =>
    wsContext(services, request, { params, address: clientAddress(app, request) });
  const graphqlWs = serveGraphqlWs({
    schema,
    server: sockets,
    log,
    contextOf: asked,
    admits: async (request, params) => admitted(await asked(request, params)),
  });
  services.events.on('access', graphqlWs.accessChanged);
  const consoles = createConsoleServer(services);
  http.on('upgrade', (request, socket, head) => {
    // Node has let go of it: a reset that nobody hears would end the process.
    socket.on('error', () => socket.destroy());
    // As it was sent: not everything that is sent is a URL.
    if (request.url?.split('?', 1)[0] === '/graphql')
      sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));
    else if (!consoles.handleUpgrade(request, socket, head)) socket.destroy();
  });
  return {
    stop: async () => {
      await consoles.close();
      await graphqlWs.dispose();
      http.closeIdleConnections();
      await apollo.stop();
      http.closeAllConnections();
    },
  };
}

/** Whose socket it is; a database that is away says nothing about the credential. */
function admitted({ viewer, fault }: Context) {
  if (viewer) return { userId: viewer.userId };
  return fault instanceof UnavailableError ? { userId: null } : null;
}

/** Finds out who asks; why that failed is kept for whoever needs to know. */
async function contextFor(
  services: Services,
  shown: { cookie: string | undefined; authorization: string | undefined },
  rest: Pick<Context, 'http' | 'address' | 'requestId'>,
): Promise<Context> {
  const em = services.em();
  const base = {
    ...rest,
    services,
    em,
    loaders: createLoaders(em, services, { cache: rest.http !== null }),
  };
  try {
    const viewer = await authenticate(em, shown);
    if (viewer !== 'INVALID') return { ...base, viewer, fault: null };
    const fault = new UnauthenticatedError('The API token is wrong, expired or revoked.');
    return { ...base, viewer: null, fault };
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    const fault = new UnavailableError(
      'The database is away for the moment. Try again shortly.',
      error,
    );
    return { ...base, viewer: null, fault };
  }
}

function httpContext(services: Services, request: Request, response: Response): Promise<Context> {
  const requestId = randomUUID();
  response.setHeader('X-Request-Id', requestId);
  return contextFor(
    services,
    {
      cookie: readCookie(request.headers.cookie, SESSION_COOKIE),
      authorization: request.headers.authorization,
    },
    { requestId, address: request.ip ?? 'unknown', http: { request, response } },
  );
}

function wsContext(
  services: Services,
  request: IncomingMessage,
  { params, address }: { params: Params; address: string },
): Promise<Context> {
  const given = params?.['authorization'] ?? params?.['Authorization'];
  return contextFor(
    services,
    {
      cookie: sameOrigin(request, services.config.publicUrl)
        ? readCookie(request.headers.cookie, SESSION_COOKIE)
        : undefined,
      authorization: typeof given === 'string' ? given : request.headers.authorization,
    },
    { requestId: randomUUID(), address, http: null },
  );
}
