import { WebSocket } from 'ws';
import { CliError, unreachable } from './cli-error.ts';
import { plain } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Ctrl-], as in telnet and virsh. */
const LEAVE = 0x1d;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * Joins the terminal with a VM's serial console until Ctrl-] is typed (or stands in the input) or
 * the server closes it. The terminal is raw meanwhile, and restored in any case.
 *
 * @param url WebSocket address with its token
 * @throws {CliError} UNREACHABLE when it cannot be opened, CONSOLE_CLOSED when it breaks
 */
export async function joinSerialConsole(url: string, terminal: Terminal): Promise<void> {
  const { stdin, stdout } = terminal;
  const socket = new WebSocket(url, { handshakeTimeout: HANDSHAKE_TIMEOUT_MS });
  const { opened, ended } = follow(socket, url);
  // Before the opening: the guest's first bytes may come along with it.
  socket.on('message', (data: Buffer) => stdout.write(data));
  const onInput = (chunk: Buffer) => {
    const leaveAt = chunk.indexOf(LEAVE);
    const typed = leaveAt === -1 ? chunk : chunk.subarray(0, leaveAt);
    if (typed.length > 0) socket.send(typed, { binary: true });
    if (leaveAt !== -1) socket.close(1000);
  };
  const raw = stdin.isTTY === true;
  try {
    await opened;
    if (raw) stdin.setRawMode(true);
    stdin.on('data', onInput);
    stdin.resume();
    await ended;
  } finally {
    stdin.off('data', onInput);
    stdin.pause();
    if (raw) stdin.setRawMode(false);
    socket.terminate();
  }
}

/** The socket's life as two promises; a failure to open is told by the first. */
function follow(socket: WebSocket, url: string) {
  const opened = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  socket.on('open', opened.resolve);
  socket.on('error', (cause) => {
    opened.reject(unreachable(new URL(url).origin, cause.message, cause));
    ended.reject(new CliError('CONSOLE_CLOSED', `The console broke: ${cause.message}`, { cause }));
  });
  socket.on('close', (code, reason) => {
    if (code === 1000 || code === 1005) return ended.resolve();
    const why = plain(reason.toString()) || `code ${code}`;
    ended.reject(new CliError('CONSOLE_CLOSED', `The console was closed: ${why}`));
  });
  ended.promise.catch(() => undefined); // awaited only once opened
  return { opened: opened.promise, ended: ended.promise };
}
