import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash } from './run-lock.ts';

/** A process that has to do with a directory. */
export interface RelatedProcess {
  readonly pid: number;
  readonly command: string;
}

/**
 * The processes whose command line, environment, working directory or mounts (those of their own
 * mount namespace, as a lab's host has) name a directory; not this process.
 */
export function processesOf(dir: string): readonly RelatedProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
      const places = [command, read(`/proc/${pid}/environ`), cwd(pid), ownMounts(pid)];
      const related = command !== '' && places.some((text) => text.includes(dir));
      return related ? [{ pid: Number(pid), command }] : [];
    });
}

/**
 * All that is left of what ran in a directory, in words: processes, and the network namespaces they
 * hold, mounts, and interfaces a lab marked as its own. Empty when all is gone.
 */
export function leftovers(dir: string): readonly string[] {
  const processes = processesOf(dir).map(({ pid, command }) => {
    const apart = link(`/proc/${pid}/ns/net`) !== link('/proc/self/ns/net');
    return `process ${pid}${apart ? ' in a network namespace' : ''}: ${command.slice(0, 120)}`;
  });
  const mounts = mountLines('self').filter((line) => line.includes(dir));
  // A lab marks the controller's interface with a hash of its directory.
  const labMark = `:${shortHash(join(dir, 'lab'))}`;
  const interfaces = readdirSync('/sys/class/net').filter((name) =>
    read(join('/sys/class/net', name, 'ifalias'))
      .trim()
      .endsWith(labMark),
  );
  return [
    ...processes,
    ...mounts.map((line) => `mount: ${line}`),
    ...interfaces.map((name) => `network interface ${name}`),
  ];
}

/** Empty for a process in our mount namespace: its mounts are ours, whoever made them. */
function ownMounts(pid: string): string {
  if (link(`/proc/${pid}/ns/mnt`) === link('/proc/self/ns/mnt')) return '';
  return mountLines(pid).join('\n');
}

function mountLines(pid: string): readonly string[] {
  return read(`/proc/${pid}/mountinfo`).split('\n');
}

const cwd = (pid: string): string => link(`/proc/${pid}/cwd`);

/** Empty when the process has ended meanwhile, or is not ours to look at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
