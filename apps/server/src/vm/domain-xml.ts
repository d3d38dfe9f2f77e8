import { SEED_TARGET } from '../cloud-init/seed-target.ts';
import { EXTRA_DISKS_MAX } from '../disk/disk-limits.ts';
import { escapeXml as xml } from '../platform/xml-text.ts';
import { type BootDevice, DEFAULT_BOOT_ORDER, DISC_BOOT_ORDER } from './boot-device.ts';

/** A disk of a domain. */
export interface DomainDisk {
  /** Absolute path on the host. */
  readonly path: string;
  readonly target: string;
}

/** Everything that a domain's definition is made from. */
export interface DomainSpec {
  readonly vmId: string;
  readonly identity: string;
  readonly uuid: string;
  readonly vcpus: number;
  readonly ramMiB: number;
  /** What it can be given while it runs; null or absent: no more than it has. */
  readonly maxVcpus?: number | null;
  readonly maxRamMiB?: number | null;
  /** What firmware tries, in order; the disk, after a disc in the drive, when null or absent. */
  readonly bootOrder?: readonly BootDevice[] | null;
  /** False: QEMU translates (TCG). */
  readonly kvm: boolean;
  readonly disks: readonly DomainDisk[];
  /** Direct kernel boot; absolute paths on the host. */
  readonly boot: {
    readonly kernel: string;
    readonly initrd: string | null;
    readonly cmdline: string;
  } | null;
  readonly network: {
    readonly mac: string;
    readonly bridge: string;
    readonly vlanTag: number;
  } | null;
  readonly vncPort: number;
  /** Absolute path of cloud-init's seed on the host; none when absent. */
  readonly seed?: string | null;
  /** The drive of a VM that is installed from a disc; no drive when absent. */
  readonly drive?: {
    /** Absolute path of the disc's image; null: the drive is empty. */
    readonly disc: string | null;
  } | null;
}

/**
 * Ports: the root disk, the interface, and one for each extra disk, since a running domain gets no
 * more. Each costs the guest about 30 ms of its boot under TCG, so what is never unplugged sits on
 * the root bus instead ({@link ROOT_BUS}), which boots as fast with 10 ports as 8 did without.
 */
const PORTS = 2 + EXTRA_DISKS_MAX;

/** Slots of the root bus. libvirt itself puts the screen in 1 and ports from 2 on. */
const ROOT_BUS = {
  ...{ serial: 8, keyboard: 9, tablet: 10, balloon: 11, rng: 12, usb: 13, seed: 14 },
} as const;

function onRootBus(device: keyof typeof ROOT_BUS): string {
  return `<address type='pci' bus='0' slot='${ROOT_BUS[device]}'/>`;
}
const NAMESPACE = 'urn:baadal:vm:1';

/** The device of a disk; its alias is how it is found again to be detached. */
export function diskXml(disk: DomainDisk): string {
  return `<disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none' discard='unmap'/>
      <source file='${xml(disk.path)}'/>
      <target dev='${xml(disk.target)}' bus='virtio'/>
      <alias name='${diskAlias(disk.target)}'/>
    </disk>`;
}

/** libvirt keeps the names of devices that begin with `ua-`, and leaves the others to itself. */
export function diskAlias(target: string): string {
  return `ua-${xml(target)}`;
}

/**
 * A disk rather than a drive, and of SCSI: the kernels of cloud images know VIRTIO, but none of the
 * controllers that a drive would hang on, and a guest numbers its VIRTIO disks as it finds them, so
 * that one more among them would take the root disk's or an extra disk's name there. Read only, so
 * that snapshots of the VM leave it out.
 */
function seedXml(path: string): string {
  return `<controller type='scsi' index='0' model='virtio-scsi'>${onRootBus('seed')}</controller>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='${xml(path)}'/>
      <target dev='${SEED_TARGET}' bus='scsi'/>
      <readonly/>
      <alias name='ua-seed'/>
      <address type='drive' controller='0' bus='0' target='0' unit='0'/>
    </disk>`;
}

/** The drive of a VM, with a disc or empty; also what a change of discs is told libvirt by. */
export function driveXml(disc: string | null): string {
  return `<disk type='file' device='cdrom'>
      <driver name='qemu' type='raw'/>
      ${disc ? `<source file='${xml(disc)}'/>` : ''}
      <target dev='sda' bus='sata'/>
      <readonly/>
      <alias name='ua-drive'/>
    </disk>`;
}

/**
 * The interface joins the host's Open vSwitch bridge directly, tagged: no libvirt network has to be
 * kept on any host. Offloads are off because a userspace datapath carries no partial checksums; without
 * its boot ROM the firmware does not wait for the network.
 */
function interfaceXml(network: NonNullable<DomainSpec['network']>, boots: boolean): string {
  return `<interface type='bridge'>
      <mac address='${xml(network.mac)}'/>
      <source bridge='${xml(network.bridge)}'/>
      <vlan><tag id='${network.vlanTag}'/></vlan>
      <virtualport type='openvswitch'/>
      <model type='virtio'/>
      <driver>
        <host csum='off' gso='off' tso4='off' tso6='off' ecn='off' ufo='off' mrg_rxbuf='off'/>
        <guest csum='off' tso4='off' tso6='off' ecn='off' ufo='off'/>
      </driver>
      ${boots ? '' : "<rom enabled='no'/>"}
      <alias name='ua-net0'/>
    </interface>`;
}

const BOOT_NAMES: Readonly<Record<BootDevice, string>> = {
  DISK: 'hd',
  NETWORK: 'network',
  CDROM: 'cdrom',
};

/** A disc that is in the drive is there to be installed from; once it is out, the disk boots. */
function bootOrderOf({ bootOrder, drive }: DomainSpec): readonly BootDevice[] {
  return bootOrder ?? (drive?.disc ? DISC_BOOT_ORDER : DEFAULT_BOOT_ORDER);
}

function osXml({ boot }: DomainSpec, order: readonly BootDevice[]): string {
  const direct = boot
    ? `<kernel>${xml(boot.kernel)}</kernel>
    ${boot.initrd ? `<initrd>${xml(boot.initrd)}</initrd>` : ''}
    <cmdline>${xml(boot.cmdline)}</cmdline>`
    : order.map((device) => `<boot dev='${BOOT_NAMES[device]}'/>`).join('\n    ');
  return `<os>
    <type arch='x86_64' machine='q35'>hvm</type>
    ${direct}
  </os>`;
}

/**
 * Writes the libvirt domain of a VM.
 * @see https://libvirt.org/formatdomain.html
 */
export function domainXml(spec: DomainSpec): string {
  const bootOrder = bootOrderOf(spec);
  const ports = Array.from(
    { length: PORTS },
    () => "<controller type='pci' model='pcie-root-port'/>",
  );
  return `<domain type='${spec.kvm ? 'kvm' : 'qemu'}'>
  <name>${xml(spec.identity)}</name>
  <uuid>${xml(spec.uuid)}</uuid>
  <metadata><baadal:vm xmlns:baadal='${NAMESPACE}' id='${xml(spec.vmId)}'/></metadata>
  <memory unit='MiB'>${Math.max(spec.ramMiB, spec.maxRamMiB ?? 0)}</memory>
  <currentMemory unit='MiB'>${spec.ramMiB}</currentMemory>
  <vcpu current='${spec.vcpus}'>${Math.max(spec.vcpus, spec.maxVcpus ?? 0)}</vcpu>
  ${osXml(spec, bootOrder)}
  <features>
    <acpi/>
    ${spec.kvm ? '' : "<tcg><tb-cache unit='MiB'>32</tb-cache></tcg>"}
  </features>
  ${spec.kvm ? "<cpu mode='host-model'/>" : ''}
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>destroy</on_crash>
  <devices>
    <controller type='pci' model='pcie-root'/>
    ${ports.join('\n    ')}
    <controller type='usb' model='qemu-xhci'>${onRootBus('usb')}</controller>
    <controller type='virtio-serial'>${onRootBus('serial')}</controller>
    ${spec.disks.map(diskXml).join('\n    ')}
    ${spec.seed ? seedXml(spec.seed) : ''}
    ${spec.drive ? driveXml(spec.drive.disc) : ''}
    ${spec.network ? interfaceXml(spec.network, bootOrder.includes('NETWORK')) : ''}
    <serial type='pty'><target port='0'/></serial>
    <console type='pty'><target type='serial' port='0'/></console>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <input type='keyboard' bus='virtio'>${onRootBus('keyboard')}</input>
    <input type='tablet' bus='virtio'>${onRootBus('tablet')}</input>
    <graphics type='vnc' port='${spec.vncPort}' autoport='no' listen='127.0.0.1'/>
    <video><model type='vga'/></video>
    <memballoon model='virtio'><stats period='10'/>${onRootBus('balloon')}</memballoon>
    <rng model='virtio'>
      <backend model='random'>/dev/urandom</backend>
      ${onRootBus('rng')}
    </rng>
  </devices>
</domain>`;
}
