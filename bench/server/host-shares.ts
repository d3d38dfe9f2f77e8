import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, rmdir, writeFile } from 'node:fs/promises';
import { type Lab, labStatus } from '@baadal/lab';

const CGROUPS = '/sys/fs/cgroup/cpu';

/**
 * Gives each host of the lab one share of this machine's CPUs, however many guests run on it, as if
 * it were a machine. Else each guest, a session of its own for the kernel, gets as much as all that
 * manages them: with 40 translated guests two hundredths of the CPUs, for ours and the peer alike.
 * @returns false where cgroups (version 1) cannot be made: then it stays so
 */
export async function giveHostsTheirShare(scope: AsyncDisposableStack, lab: Lab): Promise<boolean> {
  if (!existsSync(CGROUPS)) return false;
  const status = await labStatus({ stateDir: lab.stateDir });
  for (const { name, role, pid } of status?.machines ?? []) {
    if (role !== 'host' || pid === undefined) continue;
    const group = `${CGROUPS}/bench-${process.pid}-${name}`;
    await mkdir(group);
    // The lab is taken down later: what is in the group goes back to where it was.
    scope.defer(async () => {
      const inside = await readFile(`${group}/cgroup.procs`, 'utf8').catch(() => '');
      for (const process of inside.split('\n').filter(Boolean))
        await writeFile(`${CGROUPS}/cgroup.procs`, process).catch(() => undefined);
      await rmdir(group).catch(() => undefined);
    });
    for (const inside of await processesOf(pid))
      await writeFile(`${group}/cgroup.procs`, `${inside}`).catch(() => undefined);
  }
  return true;
}

/** All processes in the namespace that the host's own process made; those they start follow them. */
async function processesOf(host: number): Promise<number[]> {
  const space = await readlink(`/proc/${host}/ns/pid_for_children`);
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const own = await readlink(`/proc/${entry}/ns/pid`).catch(() => '');
    if (own === space) found.push(Number(entry));
  }
  return found;
}
