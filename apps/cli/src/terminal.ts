import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { usageError } from './cli-error.ts';

/** What the CLI reads from and writes to; tests give their own. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

/** Whether colours are shown: on a terminal, unless NO_COLOR is set. */
export function showsColours({ stdout, env }: Terminal): boolean {
  return stdout.isTTY === true && !env['NO_COLOR'];
}

/** Asks for a line. @throws {CliError} USAGE when there is nobody to ask */
export async function ask(terminal: Terminal, question: string): Promise<string> {
  if (!terminal.stdin.isTTY) throw usageError(`${question.trim()} cannot be asked: no terminal`);
  const reader = createInterface({ input: terminal.stdin, output: terminal.stderr });
  try {
    return (await reader.question(question)).trim();
  } finally {
    reader.close();
  }
}

/** Asks for a line that is not shown. */
async function askSecretly(terminal: Terminal, question: string): Promise<string> {
  terminal.stderr.write(question);
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: terminal.stdin, output: mute, terminal: true });
  try {
    return await reader.question('');
  } finally {
    reader.close();
    terminal.stderr.write('\n');
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/**
 * The password: from BAADAL_PASSWORD, asked without echo on a terminal, else the first line of
 * standard input. Never an argument, which every process of the machine could see.
 */
export async function obtainPassword(terminal: Terminal, username: string): Promise<string> {
  const given = terminal.env['BAADAL_PASSWORD'];
  if (given) return given;
  if (terminal.stdin.isTTY) return await askSecretly(terminal, `Password of ${username}: `);
  const line = (await readAll(terminal.stdin)).split(/\r?\n/, 1)[0] ?? '';
  if (line === '')
    throw usageError('No password', 'Give it on standard input or in BAADAL_PASSWORD.');
  return line;
}
