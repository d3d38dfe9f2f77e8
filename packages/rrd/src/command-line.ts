import { RrdError } from './errors.ts';

/** RRD_CMD_MAX of rrd_daemon.c, with the line's end. */
const LINE_MAX = 4096;
const NEWLINE = 10;
const RETURN = 13;
const DELETE = 127;

function isControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code === DELETE || code === NEWLINE || code === RETURN) return true;
  }
  return false;
}

/** One field of a command: blanks and backslashes are escaped (`buffer_get_field` of rrd_daemon.c). */
function field(text: string): string {
  if (text === '' || isControl(text))
    throw new RrdError('BAD_ARGUMENT', `cannot be sent: ${JSON.stringify(text.slice(0, 100))}`);
  return text.replace(/[\\ ]/g, '\\$&');
}

/**
 * A command as the daemon reads it, its line's end included.
 * @throws {RrdError} BAD_ARGUMENT
 */
export function commandLine(words: readonly string[]): string {
  const line = `${words.map(field).join(' ')}\n`;
  if (Buffer.byteLength(line) > LINE_MAX)
    throw new RrdError('BAD_ARGUMENT', `${words[0]}: longer than the daemon takes in one line`);
  return line;
}
