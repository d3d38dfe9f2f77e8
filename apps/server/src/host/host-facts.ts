import type { Connection } from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';
import type { HostKind } from './host-enums.ts';
import {
  type HostHardware,
  type HostSwitch,
  parseCapabilities,
  parseDisks,
  parseNics,
} from './host-hardware.ts';

/** What a host is, found before it is added and on each connect. */
export interface HostFacts {
  readonly type: HostKind;
  readonly cpus: number;
  readonly ramMib: number;
  /** As the processor names itself. */
  readonly cpuModel: string | null;
  /** Of the interface it is reached by; null when that cannot be told. */
  readonly mac: string | null;
  readonly libvirtVersion: string;
  readonly qemuVersion: string;
  /** Another one after each boot of the host. */
  readonly bootMarker: string;
  /** `/etc/machine-id`; the same machine under another address has the same. */
  readonly machineId: string | null;
  /** What libvirt calls the host. */
  readonly hostUuid: string | null;
  /** Whether the SSH user is root, or may do what root may. */
  readonly root: boolean;
  readonly qemuImg: boolean;
  readonly hardware: HostHardware;
}

/** What the facts script printed, line by line `key=value`. */
export interface ScriptFacts
  extends Pick<
    HostFacts,
    'type' | 'mac' | 'bootMarker' | 'cpuModel' | 'machineId' | 'root' | 'qemuImg'
  > {
  readonly hardware: Pick<HostHardware, 'hostname' | 'os' | 'kernel' | 'nics' | 'disks' | 'switch'>;
}

// The boot id alone is not enough: containers share their kernel's. SSH_CONNECTION's third word is
// the address that we reached; `ip` names the interface that has it. Files are read by the shell
// itself: each command is a process on the host, and hosts come back by the hundred.
const FACTS_SCRIPT = `
first() { value=; { read -r value < "$1"; } 2>/dev/null; }
tell() { first "$2"; printf '%s=%s\\n' "$1" "$value"; }
tell bootId /proc/sys/kernel/random/boot_id
tell init /proc/1/stat
printf 'uid=%s\\n' "$(id -u)"
tell hostname /proc/sys/kernel/hostname
tell kernel /proc/sys/kernel/osrelease
printf 'os=%s\\n' "$(. /etc/os-release 2>/dev/null && echo "$PRETTY_NAME")"
tell machineId /etc/machine-id
printf 'cpuModel=%s\\n' "$(sed -n '/^model name/{s/^[^:]*: *//p;q}' /proc/cpuinfo)"
command -v qemu-img >/dev/null && echo qemuImg=1
grep -qm1 '^flags.* hypervisor' /proc/cpuinfo && echo virtual=1
set -- $SSH_CONNECTION
set -- $(ip -o addr show to "$3")
tell mac "/sys/class/net/\${2%%@*}/address"
for path in /sys/class/net/*; do
  first "$path/address"; mac=$value
  [ -n "$mac" ] || continue
  first "$path/speed"; speed=$value
  first "$path/operstate"
  kind=virtual; [ -e "$path/device" ] && kind=device
  printf 'nic=%s %s %s %s %s\\n' "\${path##*/}" "$mac" "\${speed:--1}" "\${value:-unknown}" "$kind"
  [ -d "$path/bridge" ] && printf 'linuxBridge=%s\\n' "\${path##*/}"
done
lsblk -bdnr -o NAME,SIZE,ROTA,TYPE,MODEL 2>/dev/null | sed 's/^/disk=/'
if command -v ovs-vsctl >/dev/null && bridges=$(ovs-vsctl --timeout=5 list-br 2>/dev/null); then
  printf 'ovs=%s\\n' "$(ovs-vsctl --version | sed 's/.* //;q')"
  for bridge in $bridges; do printf 'ovsBridge=%s\\n' "$bridge"; done
fi
exit 0
`;

/** Reads what the facts script prints. */
export function parseFacts(output: string): ScriptFacts {
  const lines = output.split('\n').map((line) => line.split('='));
  const all = (wanted: string) =>
    lines.filter(([key]) => key === wanted).map(([, ...rest]) => rest.join('=').trim());
  const one = (wanted: string) => all(wanted)[0] || null;
  const mac = one('mac')?.toLowerCase() ?? '';
  return {
    type: one('virtual') ? 'VIRTUAL' : 'PHYSICAL',
    mac: /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac) ? mac : null,
    bootMarker: `${one('bootId') ?? ''}/${startTicks(one('init') ?? '')}`,
    cpuModel: one('cpuModel'),
    machineId: one('machineId'),
    root: one('uid') === '0',
    qemuImg: one('qemuImg') !== null,
    hardware: {
      hostname: one('hostname') ?? '',
      os: one('os'),
      kernel: one('kernel'),
      nics: parseNics(all('nic')),
      disks: parseDisks(all('disk')),
      switch: switchOf(one('ovs'), all('ovsBridge').filter(Boolean), all('linuxBridge')),
    },
  };
}

function switchOf(
  version: string | null,
  ovs: readonly string[],
  linux: readonly string[],
): HostSwitch {
  if (version !== null) return { kind: 'OPEN_VSWITCH', bridges: ovs, version };
  return { kind: linux.length > 0 ? 'BRIDGE' : 'NONE', bridges: linux, version: null };
}

/** Field 22 of /proc/1/stat, proc(5); the name in field 2 may hold blanks and parentheses. */
function startTicks(stat: string): string {
  const fieldsFromState = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fieldsFromState[19] ?? '';
}

/** How far a machine's clock is ahead of ours, to about half the time of a command. */
async function clockSkewMs(ssh: SshMachine): Promise<number> {
  const before = Date.now();
  const theirs = Number((await ssh.run(['date', '+%s%N'])).trim()) / 1e6;
  return Math.round(theirs - (before + Date.now()) / 2);
}

/** Asks a host what it is. Errors as of calls and commands. */
export async function gatherFacts(connection: Connection, ssh: SshMachine): Promise<HostFacts> {
  const [script, node, libvirt, qemu, capabilities, skew] = await Promise.all([
    ssh.run(['sh', '-c', FACTS_SCRIPT]),
    connection.nodeInfo(),
    connection.getLibVersion(),
    connection.getVersion(),
    connection.getCapabilities(),
    clockSkewMs(ssh),
  ]);
  const { hardware, ...facts } = parseFacts(script);
  const { uuid, cpu } = parseCapabilities(capabilities);
  return {
    ...facts,
    cpus: node.cpus,
    ramMib: Math.floor(node.memoryKiB / 1024),
    libvirtVersion: libvirt.text,
    qemuVersion: qemu.text,
    hostUuid: uuid,
    hardware: { ...hardware, cpu, clockSkewMs: skew },
  };
}
