import type { Express, Request, Response } from 'express';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import { serveGraphs } from './graph-routes.ts';
import { servePrometheus } from './prometheus.ts';

/** Serves figures to those who do not speak GraphQL: pictures, tables, Prometheus. */
export function serveFigures(
  app: Express,
  services: Services,
  contextOf: (services: Services, request: Request, response: Response) => Promise<Context>,
): void {
  servePrometheus(app, services);
  serveGraphs(app, (request, response) => contextOf(services, request, response));
}
