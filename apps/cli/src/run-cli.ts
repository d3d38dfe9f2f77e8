import { Command, CommanderError } from 'commander';
import { CliError, EXIT, type ExitCode } from './cli-error.ts';
import { actOn } from './command-context.ts';
import { addAccountCommands } from './commands/account.ts';
import { addCompletionCommands } from './commands/completion.ts';
import { addDatastoreCommands } from './commands/datastore.ts';
import { addDiskCommands } from './commands/disk.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addInventoryCommands } from './commands/inventory.ts';
import { addSettingCommands } from './commands/setting.ts';
import { addSnapshotCommands } from './commands/snapshot.ts';
import { addTaskCommands } from './commands/task.ts';
import { addTemplateCommands } from './commands/template.ts';
import { addVmCommands } from './commands/vm.ts';
import { plain } from './table.ts';
import type { Terminal } from './terminal.ts';

const EPILOGUE = `
Environment:
  BAADAL_URL       address of the server (else where login went, else http://localhost:4000)
  BAADAL_TOKEN     API token to use instead of the stored one
  BAADAL_PASSWORD  password for login
  NO_COLOR         no colours

Exit codes: 0 done, 1 the task or operation failed, 2 wrong use, 3 not signed in or not allowed,
4 server not reachable.`;

/** The command tree of `baadal`. */
export function buildProgram(terminal: Terminal, onExit: (code: ExitCode) => void): Command {
  const program = new Command('baadal')
    .description('the command line of Baadal, a self-service cloud')
    .option('--url <url>', 'address of the server')
    .option('--json', 'answer in JSON; one object a line where a task is followed')
    .addHelpText('after', EPILOGUE)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .showSuggestionAfterError();
  const act = actOn(terminal, onExit);
  addAccountCommands(program, act);
  addVmCommands(program, act);
  addSnapshotCommands(program, act);
  addTaskCommands(program, act);
  addInventoryCommands(program, act);
  addTemplateCommands(program, act);
  addDiskCommands(program, act);
  addDatastoreCommands(program, act);
  addSettingCommands(program, act);
  addDoctorCommand(program, act);
  addCompletionCommands(program, act);
  return program;
}

function tellError(error: CliError, terminal: Terminal, json: boolean): void {
  const { code, message, remedy, exitCode } = error;
  const text = json
    ? JSON.stringify({ error: { code, message, remedy, exitCode } })
    : [`${code}: ${message.split('\n').map(plain).join('\n')}`, ...(remedy ? [remedy] : [])].join(
        '\n',
      );
  terminal.stderr.write(`${text}\n`);
}

/** Runs one command line and gives the exit code; every expected error is told on stderr. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = buildProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof CliError)) throw error;
    tellError(error, terminal, program.opts<{ json?: boolean }>().json === true);
    return error.exitCode;
  }
}
