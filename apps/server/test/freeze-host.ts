import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { type Lab, labStatus } from '@baadal/lab';

/** Stops every sshd and libvirtd of a host without killing them, as a hanging machine does. */
export async function freezeHost(lab: Lab, name: string): Promise<{ thaw(): void }> {
  const status = await labStatus({ stateDir: lab.stateDir });
  const outer = status?.machines.find((machine) => machine.name === name)?.pid;
  const namespace = await readlink(`/proc/${outer}/ns/pid_for_children`);
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const hangs = pids.filter((pid) => {
    try {
      const program = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
      const inside = readlinkSync(`/proc/${pid}/ns/pid`) === namespace;
      return inside && (program === 'sshd' || program === 'libvirtd');
    } catch {
      return false; // ended meanwhile
    }
  });
  for (const pid of hangs) process.kill(pid, 'SIGSTOP');
  return { thaw: () => hangs.forEach((pid) => void process.kill(pid, 'SIGCONT')) };
}
