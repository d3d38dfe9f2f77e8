/** Size and use of one file system, in bytes. */
export interface FileSystemUse {
  readonly size: number;
  readonly used: number;
}

/** The command whose output {@link parseDf} reads. */
export function dfCommand(paths: readonly string[]): string[] {
  return ['df', '-B1', '--output=size,used,file', '--', ...paths];
}

/** Reads the output of {@link dfCommand}; paths that df could not look at are left out. */
export function parseDf(output: string): ReadonlyMap<string, FileSystemUse> {
  const uses = new Map<string, FileSystemUse>();
  for (const line of output.split('\n').slice(1)) {
    const [, size, used, path] = /^\s*(\d+)\s+(\d+)\s+(.+)$/.exec(line) ?? [];
    if (path) uses.set(path, { size: Number(size), used: Number(used) });
  }
  return uses;
}
