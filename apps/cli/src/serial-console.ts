import { WebSocket } from 'ws';
import { CliError, unreachable } from './cli-error.ts';
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
  const socket = new WebSocket(url, 'binary', { handshakeTimeout: HANDSHAKE_TIMEOUT_MS });
  await opened(socket, url);
  const ended = Promise.withResolvers<void>();
  socket.on('message', (data: Buffer) => stdout.write(data));
  socket.on('error', (cause) => {
    ended.reject(new CliError('CONSOLE_CLOSED', `The console broke: ${cause.message}`, { cause }));
  });
  socket.on('close', (code, reason) => {
    if (code === 1000 || code === 1005) return ended.resolve();
    const why = reason.toString() || `code ${code}`;
    ended.reject(new CliError('CONSOLE_CLOSED', `The console was closed: ${why}`));
  });
  const onInput = (chunk: Buffer) => {
    const leaveAt = chunk.indexOf(LEAVE);
    const typed = leaveAt === -1 ? chunk : chunk.subarray(0, leaveAt);
    if (typed.length > 0) socket.send(typed, { binary: true });
    if (leaveAt !== -1) socket.close(1000);
  };
  const raw = stdin.isTTY === true;
  if (raw) stdin.setRawMode(true);
  stdin.on('data', onInput);
  stdin.resume();
  try {
    await ended.promise;
  } finally {
    stdin.off('data', onInput);
    stdin.pause();
    if (raw) stdin.setRawMode(false);
    socket.terminate();
  }
}

function opened(socket: WebSocket, url: string): Promise<void> {
  const { origin } = new URL(url);
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.off('error', onError);
      resolve();
    });
    const onError = (error: Error) => reject(unreachable(origin, error.message, error));
    socket.once('error', onError);
  });
}
