import path from 'node:path';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';

const YEAR_MS = 31_536_000_000;

/**
 * What pages may load: nothing from elsewhere. Inline styles are allowed because PatternFly's
 * popovers place themselves by them; workers by blob because the playground's editor makes them so.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self' blob:",
  "frame-ancestors 'self'",
  "base-uri 'self'",
  "form-action 'self'",
].join('; ');

/** Headers of every answer. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
  next();
};

function served(dir: string): RequestHandler {
  return express.static(dir, {
    index: false,
    redirect: false,
    setHeaders(response, file) {
      // Vite puts a hash of the content into the names below assets/.
      const immutable = file.includes(`${path.sep}assets${path.sep}`);
      response.setHeader(
        'Cache-Control',
        immutable ? `public, max-age=${YEAR_MS / 1000}, immutable` : 'no-cache',
      );
    },
  });
}

/** Serves the playground below /graphiql and the SPA, whose own routes all get its page. */
export function serveStaticFiles(
  app: Express,
  dirs: { readonly web: string | undefined; readonly graphiql: string | undefined },
): void {
  const page = (dir: string): RequestHandler => {
    const file = path.resolve(dir, 'index.html');
    return (_request, response) => {
      response.setHeader('Cache-Control', 'no-cache');
      response.sendFile(file);
    };
  };
  app.use(compression());
  if (dirs.graphiql) {
    app.use('/graphiql', served(dirs.graphiql));
    app.get(['/graphiql', '/graphiql/'], page(dirs.graphiql));
  }
  if (dirs.web) {
    app.use(served(dirs.web));
    app.get('/{*path}', page(dirs.web));
  }
}
