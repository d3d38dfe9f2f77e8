import { SshError } from './errors.ts';

/**
 * Longest command line sent, in bytes. The remote shell gets it as one argument, which Linux
 * limits to 128 KiB (MAX_ARG_STRLEN); sshd would answer a packet over 256 KiB by hanging up.
 */
const COMMAND_BYTES_MAX = 120 * 1024;

/**
 * One argument as one word of a POSIX shell: always in single quotes, in which nothing is special
 * but the single quote itself (POSIX.1-2017, XCU 2.2.2).
 *
 * @throws {SshError} BAD_ARGUMENT for NUL, which no argument can hold, and for lone surrogates,
 *   which would silently become another character
 */
export function quoteArgument(argument: string): string {
  if (argument.includes('\0')) {
    throw new SshError('BAD_ARGUMENT', 'An argument of a remote command contains a NUL character');
  }
  if (!argument.isWellFormed()) {
    throw new SshError('BAD_ARGUMENT', 'An argument of a remote command is not well-formed text');
  }
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/**
 * A program and its arguments as a command line for a POSIX shell. The only place of Baadal where
 * remote command lines are made.
 *
 * @throws {SshError} BAD_ARGUMENT for no or an empty program, one that begins with `-`, an argument
 *   {@link quoteArgument} refuses, or more than 120 KiB in all
 */
export function quoteCommand(argv: readonly string[]): string {
  const program = argv[0];
  if (program === undefined || program === '' || program.startsWith('-')) {
    throw new SshError('BAD_ARGUMENT', 'A remote command needs the name of a program');
  }
  const command = argv.map(quoteArgument).join(' ');
  if (Buffer.byteLength(command) > COMMAND_BYTES_MAX) {
    throw new SshError(
      'BAD_ARGUMENT',
      `The command line of ${program} is longer than ${COMMAND_BYTES_MAX} bytes; use stdin`,
    );
  }
  return command;
}

const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * `export` commands for the variables, each ending in `;`, to stand before a command.
 *
 * @throws {SshError} BAD_ARGUMENT for a name that is none
 */
export function quoteEnvironment(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => {
      if (!ENVIRONMENT_NAME.test(name)) {
        throw new SshError('BAD_ARGUMENT', `Not the name of an environment variable: ${name}`);
      }
      return `export ${name}=${quoteArgument(value)};`;
    })
    .join(' ');
}
