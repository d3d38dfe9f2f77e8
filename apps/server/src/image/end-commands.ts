import type { SshMachine } from '@baadal/ssh';

const SCRIPT = `
for line in $(grep -lsF -- "$2" /proc/[0-9]*/cmdline); do
  dir=\${line%/cmdline}
  read -r name < "$dir/comm" || continue
  [ "$name" = "$1" ] || continue
  kill "\${dir#/proc/}"
  # One that is held up ends only when it goes on.
  kill -CONT "\${dir#/proc/}"
done 2>/dev/null
exit 0
`;

/**
 * Ends commands on a host that whoever began them left behind: a worker that was killed, or whose
 * line was cut, cannot end them itself, and they would go on copying.
 * @param what the program, and a part of its arguments that is no other command's
 */
export async function endCommands(
  ssh: SshMachine,
  { program, part }: { readonly program: string; readonly part: string },
  signal: AbortSignal,
): Promise<void> {
  await ssh.run(['sh', '-c', SCRIPT, 'sh', program, part], { signal });
}
