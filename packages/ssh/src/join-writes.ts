import type { Writable } from 'node:stream';

/**
 * Makes a socket send in one piece what is written to it within one turn of the event loop.
 *
 * ssh2 (1.17) writes the length, the body and the tag of a packet of AES-GCM each by itself. Without
 * Nagle's algorithm each is a segment of its own, and two of three wake the machine's sshd in vain.
 */
export function joinWrites<T extends Writable>(socket: T): T {
  const write = socket.write.bind(socket) as (...input: unknown[]) => boolean;
  socket.write = (...input: unknown[]) => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    return write(...input);
  };
  return socket;
}
