import { SshError } from './errors.ts';
import { quoteCommand, quoteEnvironment } from './quote.ts';

const MARKER = 'baadal-pid:';

/**
 * The line sent to the remote shell. It first tells its process id on standard error, then becomes
 * the program: sshd starts every command as the leader of a session and process group of its own,
 * so that id also names the group to kill. (sshd's own "signal" request is refused for root.)
 *
 * @throws {SshError} BAD_ARGUMENT
 */
export function commandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string {
  return `echo "${MARKER}$$" >&2; ${quoteEnvironment(env)} exec ${quoteCommand(argv)}`;
}

/** Takes the process id told by {@link commandLine} out of a stream of standard error. */
export class ProcessIdReader {
  #head = '';
  #done = false;

  /** Bytes as latin1 text, so that nothing is lost; what is not the marker's line comes back. */
  push(chunk: Buffer): { readonly rest: Buffer; readonly processId: number | null } {
    if (this.#done) return { rest: chunk, processId: null };
    this.#head += chunk.toString('latin1');
    const found = /baadal-pid:([1-9]\d+)\n/.exec(this.#head);
    if (!found?.[1]) return { rest: Buffer.alloc(0), processId: null };
    this.#done = true;
    const before = this.#head.slice(0, found.index);
    const after = this.#head.slice(found.index + found[0].length);
    this.#head = '';
    return { rest: Buffer.from(before + after, 'latin1'), processId: Number(found[1]) };
  }

  /** What arrived without ever showing the marker. */
  end(): Buffer {
    const rest = Buffer.from(this.#head, 'latin1');
    this.#head = '';
    return rest;
  }
}

/** Asks the groups to end, waits up to 2 s, then kills them. (`-s` and `--`: dash
 * takes a group in no other spelling.) */
const KILL_SCRIPT = `
for p; do kill -s TERM -- "-$p"; done
i=0
while [ $i -lt 20 ]; do
  alive=0
  for p; do kill -s 0 -- "-$p" && alive=1; done
  [ $alive = 0 ] && exit 0
  sleep 0.1
  i=$((i + 1))
done
for p; do kill -s KILL -- "-$p"; done
`;

/** The command that ends process groups. */
export function killCommand(processIds: readonly number[]): string {
  if (!processIds.every((id) => Number.isSafeInteger(id) && id > 1)) {
    throw new SshError('BAD_ARGUMENT', 'Not process ids');
  }
  return quoteCommand([
    'sh',
    '-c',
    `exec 2>/dev/null${KILL_SCRIPT}`,
    'sh',
    ...processIds.map(String),
  ]);
}
