import type { Command } from 'commander';
import { ApiClient } from './api/api-client.ts';
import { CliError, EXIT, type ExitCode } from './cli-error.ts';
import {
  DEFAULT_URL,
  normaliseUrl,
  readSettings,
  type Settings,
  settingsPath,
} from './settings.ts';
import { type Column, colourStatus, formatTable } from './table.ts';
import { showsColours, type Terminal } from './terminal.ts';

interface GlobalOptions {
  readonly json?: boolean;
  readonly url?: string;
}

/** What a command works with: the API, the settings and the terminal. */
export class CommandContext {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly settingsPath: string;
  readonly settings: Settings;
  /** The server's address: `--url`, else BAADAL_URL, else where `login` went. */
  readonly url: string;
  /** What the process will end with, unless an error says otherwise. */
  exitCode: ExitCode = EXIT.ok;

  constructor(terminal: Terminal, options: GlobalOptions) {
    this.terminal = terminal;
    this.json = options.json === true;
    this.settingsPath = settingsPath(terminal.env);
    this.settings = readSettings(this.settingsPath);
    this.url = normaliseUrl(
      options.url ?? (terminal.env['BAADAL_URL'] || this.settings.url || DEFAULT_URL),
    );
  }

  /** The token to use; the stored one goes to the server it was made by, and to no other. */
  get token(): string | null {
    const given = this.terminal.env['BAADAL_TOKEN'];
    if (given) return given;
    return this.settings.url === this.url ? (this.settings.token ?? null) : null;
  }

  /** The API, signed in. @throws {CliError} UNAUTHENTICATED without a token */
  api(): ApiClient {
    const { token, url } = this;
    if (token !== null) return new ApiClient({ url, token });
    throw new CliError('UNAUTHENTICATED', `Not signed in at ${url}`, {
      exitCode: EXIT.auth,
      remedy: 'Sign in with: baadal login (or set BAADAL_TOKEN)',
    });
  }

  /** Writes lines to standard output. */
  print(text: string): void {
    this.terminal.stdout.write(`${text}\n`);
  }

  /** Says something beside the result, on standard error; nothing with `--json`. */
  note(text: string): void {
    if (!this.json) this.terminal.stderr.write(`${text}\n`);
  }

  /** One JSON value: indented for the whole answer of a command, or one line of many. */
  printJson(value: unknown, form: 'whole' | 'line' = 'whole'): void {
    this.print(JSON.stringify(value, null, form === 'whole' ? 2 : undefined));
  }

  /** Rows as a table, or as a JSON array. */
  printRows<Row>(columns: readonly Column<Row>[], rows: readonly Row[], whenEmpty: string): void {
    if (this.json) this.printJson(rows);
    else if (rows.length === 0) this.note(whenEmpty);
    else this.print(formatTable(columns, rows));
  }

  /** A status word in colour where colours are shown. */
  readonly status = (text: string): string => colourStatus(text, showsColours(this.terminal));
}

/** Makes commander's action of a command's work, which gets the context, arguments and options. */
export type Act = <Args extends unknown[]>(
  work: (context: CommandContext, ...args: Args) => Promise<void>,
) => (...args: [...Args, Command]) => Promise<void>;

/** Binds commands to a terminal; `onExit` hears how each ended. */
export function actOn(terminal: Terminal, onExit: (code: ExitCode) => void): Act {
  return <Args extends unknown[]>(
    work: (context: CommandContext, ...args: Args) => Promise<void>,
  ) =>
    async (...all: [...Args, Command]) => {
      const command = all.at(-1) as Command;
      const context = new CommandContext(terminal, command.optsWithGlobals());
      await work(context, ...(all.slice(0, -1) as Args));
      onExit(context.exitCode);
    };
}
