import { Argument, type Command } from 'commander';
import {
  HostListDocument,
  TemplateListDocument,
  VmNamesDocument,
} from '../api/generated/graphql.ts';
import type { Act, CommandContext } from '../command-context.ts';

const TIMEOUT_MS = 2_000;

const SCRIPTS = {
  bash: `_baadal() {
  local IFS=$'\\n'
  COMPREPLY=( $(baadal __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) )
}
complete -F _baadal baadal`,
  zsh: `#compdef baadal
_baadal() {
  local -a words_found
  words_found=( \${(f)"$(baadal __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"} )
  compadd -a words_found
}
compdef _baadal baadal`,
  fish: `complete -c baadal -f -a '(baadal __complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
} as const;

/** Names the server knows, for the arguments and options that want one; none when it is away. */
async function namesFor(context: CommandContext, what: string): Promise<readonly string[]> {
  const options = { timeoutMs: TIMEOUT_MS };
  const names = (nodes: ReadonlyArray<{ readonly name: string }>) => nodes.map(({ name }) => name);
  switch (what) {
    case 'vm':
      return names((await context.api().request(VmNamesDocument, {}, options)).vms.nodes);
    case 'template':
      return names(
        (await context.api().request(TemplateListDocument, { all: false }, options)).templates,
      );
    case 'host':
      return names((await context.api().request(HostListDocument, {}, options)).hosts);
    default:
      return [];
  }
}

/** What the words before the cursor lead to. */
interface Place {
  readonly command: Command;
  /** Name of the argument or option value wanted here; null where a sub-command or option stands. */
  readonly wants: string | null;
  readonly choices: readonly string[];
}

/** Walks the command tree along the finished words. */
export function placeOf(program: Command, finished: readonly string[]): Place {
  let command = program;
  let argumentsGiven = 0;
  let pending: Place | null = null;
  for (const word of finished) {
    if (pending) {
      pending = null;
      continue;
    }
    if (word.startsWith('-')) {
      const option = command.options.find(({ short, long }) => short === word || long === word);
      if (option?.required) {
        pending = { command, wants: option.attributeName(), choices: option.argChoices ?? [] };
      }
      continue;
    }
    const next = command.commands.find((candidate) => candidate.name() === word);
    if (next) command = next;
    else argumentsGiven += 1;
  }
  if (pending) return pending;
  const argument = command.registeredArguments[argumentsGiven];
  return { command, wants: argument?.name() ?? null, choices: argument?.argChoices ?? [] };
}

/** Every word that can stand after the finished ones. */
async function candidates(
  context: CommandContext,
  program: Command,
  words: readonly string[],
): Promise<readonly string[]> {
  const current = words.at(-1) ?? '';
  const { command, wants, choices } = placeOf(program, words.slice(0, -1));
  const commands = command.commands
    .map((sub) => sub.name())
    .filter((name) => !name.startsWith('__'));
  const flags = current.startsWith('-') ? command.options.flatMap(({ long }) => long ?? []) : [];
  const names = wants === null ? [] : await namesFor(context, wants).catch(() => []); // a shell's Tab shows no errors
  return [...choices, ...commands, ...flags, ...names].filter((word) => word.startsWith(current));
}

/** `completion <shell>`, and the hidden command its scripts ask. */
export function addCompletionCommands(program: Command, act: Act): void {
  program
    .command('completion')
    .description(
      'print the completion script of a shell, e.g. for: source <(baadal completion bash)',
    )
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
    .action(
      act((context, shell: keyof typeof SCRIPTS) => {
        context.print(SCRIPTS[shell]);
        return Promise.resolve();
      }),
    );
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(
      act(async (context, words: readonly string[]) => {
        const found = await candidates(context, program, words);
        if (found.length > 0) context.print(found.join('\n'));
      }),
    );
}
