import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Of the same length whatever it is of. */
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whoever has the token; without one, the loopback with no proxy in between. */
export function mayScrape(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  token: string | undefined,
): boolean {
  const given = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (token !== undefined) return timingSafeEqual(digest(given), digest(token));
  const address = request.socket.remoteAddress ?? '';
  const direct = request.headers['x-forwarded-for'] === undefined;
  return direct && /^(?:127\.|::1$|::ffff:127\.)/.test(address);
}
