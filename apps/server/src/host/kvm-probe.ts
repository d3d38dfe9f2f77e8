import type { Connection } from '@baadal/libvirt';
import { isLibvirtError } from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';

/**
 * Whether guests can really run with KVM on a host.
 *
 * Neither /dev/kvm nor libvirt's capabilities prove it: in nested and sandboxed kernels the device
 * opens, but a guest never gets past its first instructions. So one is run: a boot sector that
 * resets its machine (an interrupt without a table to find its handler in), upon which QEMU exits.
 * `kvm64,enforce` asks for the CPU features every host with KVM has. Under one second where KVM
 * works; where it hangs it is killed after 5.
 */
const PROBE_SCRIPT = `
[ -c /dev/kvm ] || exit 1
disk=$(mktemp) || exit 1
trap 'rm -f "$disk"' EXIT
printf '\\017\\001\\036\\020\\174\\314\\353\\376' > "$disk"
truncate -s 510 "$disk"
printf '\\125\\252' >> "$disk"
timeout -s KILL 5 nice -n 10 "$1" -accel kvm -cpu kvm64,enforce -m 16 -nodefaults -no-user-config \\
  -display none -no-reboot -drive "format=raw,file=$disk" </dev/null >/dev/null 2>&1
`;

/** libvirt's path of the emulator that KVM guests would run in; null when libvirt offers none. */
async function kvmEmulator(connection: Connection): Promise<string | null> {
  try {
    const xml = await connection.getDomainCapabilities({ virtType: 'kvm' });
    return /<path>([^<]+)<\/path>/.exec(xml)?.[1] ?? null;
  } catch (error) {
    if (isLibvirtError(error)) return null;
    throw error;
  }
}

/** Tries KVM on a host. Errors as of calls and commands. */
export async function probeKvm(connection: Connection, ssh: SshMachine): Promise<boolean> {
  const emulator = await kvmEmulator(connection);
  if (!emulator) return false;
  const { code } = await ssh.exec(['sh', '-c', PROBE_SCRIPT, 'sh', emulator]);
  return code === 0;
}
