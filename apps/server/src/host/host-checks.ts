import type { HostFacts } from './host-facts.ts';

/** One thing that was looked at before a host is accepted. */
export interface HostCheck {
  readonly name: string;
  readonly ok: boolean;
  /** True: the host is not accepted as long as this fails. False: it works, with a drawback. */
  readonly required: boolean;
  readonly text: string;
  /** What to do about it; null when it is well. */
  readonly remedy: string | null;
}

/** A machine that is a host already. */
export interface KnownMachine {
  readonly name: string;
  readonly machineId: string | null;
  readonly hostUuid: string | null;
}

/** Older ones lack what snapshots and migration use. */
const OLDEST_LIBVIRT = [7, 0] as const;
/** More, and times in logs and certificates begin to mislead. */
const CLOCK_TOLERANCE_MS = 2_000;

/** A check that passed, or one that did not with its remedy. */
export function check(
  name: string,
  ok: boolean,
  text: string,
  otherwise: { readonly remedy: string; readonly required?: boolean },
): HostCheck {
  const { remedy, required = true } = otherwise;
  return { name, ok, required, text, remedy: ok ? null : remedy };
}

function oldLibvirt(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldMajor, oldMinor] = OLDEST_LIBVIRT;
  return major < oldMajor || (major === oldMajor && minor < oldMinor);
}

/** The bridge that guests are to hang on: the one wanted, br-int, or the only one there is. */
export function chooseBridge(facts: HostFacts, wanted: string | null): string | null {
  const { kind, bridges } = facts.hardware.switch;
  if (kind !== 'OPEN_VSWITCH') return null;
  if (wanted !== null) return bridges.includes(wanted) ? wanted : null;
  if (bridges.includes('br-int')) return 'br-int';
  return bridges[0] ?? null;
}

function checkSwitch(facts: HostFacts, wanted: string | null): HostCheck {
  const { kind, bridges, version } = facts.hardware.switch;
  const bridge = chooseBridge(facts, wanted);
  if (bridge) {
    const remedy = '';
    return check('switch', true, `Open vSwitch ${version}, bridge ${bridge}`, { remedy });
  }
  if (kind === 'OPEN_VSWITCH') {
    const wish = wanted ?? 'br-int';
    const found = bridges.length > 0 ? `it has ${bridges.join(', ')}` : 'it has none';
    const remedy = `Make the bridge: ovs-vsctl add-br ${wish}, and add the card that carries the VLANs: ovs-vsctl add-port ${wish} <card>.`;
    return check('switch', false, `Open vSwitch has no bridge ${wish}; ${found}`, { remedy });
  }
  const text =
    kind === 'BRIDGE'
      ? `only bridges of the kernel (${bridges.join(', ')}), which cannot tag guests' VLANs`
      : 'no switch for guests';
  const remedy =
    'Install Open vSwitch (apt-get install openvswitch-switch) and make a bridge: ovs-vsctl add-br br-int.';
  return check('switch', false, text, { remedy });
}

function checkTwice(facts: HostFacts, known: readonly KnownMachine[]): HostCheck {
  const twin = known.find(
    (host) =>
      (host.machineId !== null && host.machineId === facts.machineId) ||
      (host.hostUuid !== null && host.hostUuid === facts.hostUuid),
  );
  if (!twin) return check('identity', true, 'no host of this cloud yet', { remedy: '' });
  return check('identity', false, `this machine is the host ${twin.name} already`, {
    remedy: `Nothing is to be done when it is ${twin.name} under another address. A clone of that machine needs an id of its own: rm /etc/machine-id && systemd-machine-id-setup, and another host_uuid in /etc/libvirt/libvirtd.conf.`,
  });
}

/** Judges what was found of a machine. Needs no connection. */
export function judgeFacts(
  facts: HostFacts,
  options: {
    readonly kvm: boolean;
    readonly bridge: string | null;
    readonly known: readonly KnownMachine[];
  },
): HostCheck[] {
  const skew = facts.hardware.clockSkewMs;
  const seconds = (Math.abs(skew) / 1000).toFixed(1);
  return [
    check('root', facts.root, facts.root ? 'the SSH user is root' : 'the SSH user is not root', {
      remedy: 'Name root as SSH user, and let Baadal’s key in for it.',
    }),
    checkTwice(facts, options.known),
    check('libvirt', !oldLibvirt(facts.libvirtVersion), `libvirt ${facts.libvirtVersion}`, {
      remedy: `Upgrade libvirt to ${OLDEST_LIBVIRT.join('.')} or newer.`,
    }),
    check(
      'qemu',
      facts.qemuImg,
      `QEMU ${facts.qemuVersion}${facts.qemuImg ? '' : ', without qemu-img'}`,
      {
        remedy: 'Install the tools for disk images: apt-get install qemu-utils.',
      },
    ),
    check('kvm', options.kvm, options.kvm ? 'guests run with KVM' : 'KVM does not work', {
      required: false,
      remedy:
        'Guests run translated by QEMU, 10 to 50 times slower. Switch virtualisation on in the firmware, load kvm_intel or kvm_amd, or allow nested virtualisation.',
    }),
    checkSwitch(facts, options.bridge),
    check(
      'clock',
      Math.abs(skew) <= CLOCK_TOLERANCE_MS,
      Math.abs(skew) <= CLOCK_TOLERANCE_MS
        ? 'the clock is right'
        : `the clock is ${seconds} s ${skew > 0 ? 'ahead' : 'behind'}`,
      { required: false, remedy: 'Install and start a time service: apt-get install chrony.' },
    ),
  ];
}
