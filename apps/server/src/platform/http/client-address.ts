import type { IncomingMessage } from 'node:http';
import type { Express, Request } from 'express';

/**
 * Address of whom an upgrade request comes from, by the same proxies as `request.ip` of other
 * requests, which Express makes of Node's in just this way.
 */
export function clientAddress(app: Express, upgrade: IncomingMessage): string {
  const { ip } = Object.setPrototypeOf(upgrade, app.request) as Request;
  return ip ?? 'unknown';
}
