import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { type Lab, labStatus } from '@baadal/lab';

/** Processes of these programs on one host, by its PID namespace; none of any other machine. */
async function processesOf(lab: Lab, name: string, programs: readonly string[]): Promise<number[]> {
  const status = await labStatus({ stateDir: lab.stateDir });
  const outer = status?.machines.find((machine) => machine.name === name)?.pid;
  if (outer === undefined) throw new Error(`${name} is off`);
  const namespace = await readlink(`/proc/${outer}/ns/pid_for_children`);
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  return pids.filter((pid) => {
    try {
      const program = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
      const inside = readlinkSync(`/proc/${pid}/ns/pid`) === namespace;
      return inside && programs.includes(program);
    } catch {
      return false; // ended meanwhile
    }
  });
}

/** Ends the guests of a host as if their QEMU crashed. */
export async function killGuests(lab: Lab, name: string): Promise<void> {
  // Names of programs are cut off after 15 characters.
  for (const pid of await processesOf(lab, name, ['qemu-system-x86'])) process.kill(pid, 'SIGKILL');
}

/** Stops every sshd and libvirtd of a host without killing them, as a hanging machine does. */
export async function freezeHost(lab: Lab, name: string): Promise<{ thaw(): void }> {
  const hangs = await processesOf(lab, name, ['sshd', 'libvirtd']);
  for (const pid of hangs) process.kill(pid, 'SIGSTOP');
  return { thaw: () => hangs.forEach((pid) => void process.kill(pid, 'SIGCONT')) };
}
