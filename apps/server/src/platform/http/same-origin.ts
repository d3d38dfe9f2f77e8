import type { IncomingMessage } from 'node:http';

/**
 * True when a WebSocket comes from a page of ours, or from a program, which sends no Origin. Browsers
 * let any page open one and send our cookie along.
 * @param publicUrl the address people use, when a proxy may change the Host header
 */
export function sameOrigin(request: IncomingMessage, publicUrl: string | undefined): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const allowed = publicUrl === undefined ? [host] : [host, new URL(publicUrl).host];
  return allowed.includes(new URL(origin).host);
}
