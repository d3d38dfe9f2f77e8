import type { Connection } from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';
import type { HostKind } from '../host/host-enums.ts';

/** What a host is, found on each connect. */
export interface HostFacts {
  readonly type: HostKind;
  readonly cpus: number;
  readonly ramMib: number;
  /** Of the interface it is reached by; null when that cannot be told. */
  readonly mac: string | null;
  readonly libvirtVersion: string;
  readonly qemuVersion: string;
  /** Another one after each boot of the host. */
  readonly bootMarker: string;
}

/** What the facts script printed, line by line `key=value`. */
export interface ScriptFacts {
  readonly type: HostKind;
  readonly mac: string | null;
  readonly bootMarker: string;
}

// The boot id alone is not enough: containers share their kernel's. SSH_CONNECTION's third word is
// the address that we reached; `ip` names the interface that has it.
const FACTS_SCRIPT = `
printf 'bootId=%s\\n' "$(cat /proc/sys/kernel/random/boot_id)"
printf 'init=%s\\n' "$(cat /proc/1/stat)"
grep -qm1 '^flags.* hypervisor' /proc/cpuinfo && echo virtual=1
set -- $SSH_CONNECTION
device=$(ip -o addr show to "$3" | awk '{print $2; exit}')
printf 'mac=%s\\n' "$(cat "/sys/class/net/\${device%%@*}/address")"
exit 0
`;

/** Reads what the facts script prints. */
export function parseFacts(output: string): ScriptFacts {
  const lines = output.split('\n').map((line) => line.split('='));
  const values = new Map(lines.map(([key = '', ...rest]) => [key, rest.join('=')]));
  const mac = values.get('mac')?.trim().toLowerCase() ?? '';
  return {
    type: values.has('virtual') ? 'VIRTUAL' : 'PHYSICAL',
    mac: /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac) ? mac : null,
    bootMarker: `${values.get('bootId') ?? ''}/${startTicks(values.get('init') ?? '')}`,
  };
}

/** Field 22 of /proc/1/stat, proc(5); the name in field 2 may hold blanks and parentheses. */
function startTicks(stat: string): string {
  const fieldsFromState = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fieldsFromState[19] ?? '';
}

/** Asks a host what it is. Errors as of calls and commands. */
export async function gatherFacts(connection: Connection, ssh: SshMachine): Promise<HostFacts> {
  const [script, node, libvirt, qemu] = await Promise.all([
    ssh.run(['sh', '-c', FACTS_SCRIPT]),
    connection.nodeInfo(),
    connection.getLibVersion(),
    connection.getVersion(),
  ]);
  return {
    ...parseFacts(script),
    cpus: node.cpus,
    ramMib: Math.floor(node.memoryKiB / 1024),
    libvirtVersion: libvirt.text,
    qemuVersion: qemu.text,
  };
}
