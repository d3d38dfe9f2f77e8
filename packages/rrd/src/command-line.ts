import { RrdError } from './errors.ts';

/** RRD_CMD_MAX of rrd_daemon.c, with the line's end. */
const LINE_MAX = 4096;
/** Most bytes of a UTF-16 unit in UTF-8. */
const BYTES_PER_UNIT = 3;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they would end the line, or worse.
const CONTROL = /[\u0000-\u001f\u007f]/;
const SPECIAL = /[\\ ]/;

/**
 * One field of a command: blanks and backslashes are escaped (`buffer_get_field` of rrd_daemon.c).
 * @throws {RrdError} BAD_ARGUMENT
 */
export function field(text: string): string {
  if (text === '' || CONTROL.test(text))
    throw new RrdError('BAD_ARGUMENT', `cannot be sent: ${JSON.stringify(text.slice(0, 100))}`);
  return SPECIAL.test(text) ? text.replace(/[\\ ]/g, '\\$&') : text;
}

/**
 * A line as the daemon reads it, its end included.
 * @throws {RrdError} BAD_ARGUMENT when it is longer than the daemon takes
 */
export function checkedLine(line: string): string {
  if (line.length * BYTES_PER_UNIT > LINE_MAX && Buffer.byteLength(line) > LINE_MAX)
    throw new RrdError('BAD_ARGUMENT', 'longer than the daemon takes in one line');
  return line;
}

/**
 * A command as the daemon reads it, its line's end included.
 * @throws {RrdError} BAD_ARGUMENT
 */
export function commandLine(words: readonly string[]): string {
  return checkedLine(`${words.map(field).join(' ')}\n`);
}
