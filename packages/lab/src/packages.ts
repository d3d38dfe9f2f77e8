/** One tool of the lab: the Debian package that brings it, a file to know it by, and why. */
interface LabPackage {
  readonly name: string;
  readonly file: string;
  readonly why: string;
}

const PACKAGES: readonly LabPackage[] = [
  { name: 'libvirt-daemon', file: '/usr/sbin/libvirtd', why: 'libvirt of the hosts' },
  {
    name: 'libvirt-daemon-driver-qemu',
    file: '/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so',
    why: 'QEMU driver of libvirt',
  },
  {
    name: 'libvirt-daemon-system',
    file: '/etc/libvirt/libvirtd.conf',
    why: 'configuration of libvirt',
  },
  { name: 'libvirt-clients', file: '/usr/bin/virsh', why: 'virsh on the hosts' },
  { name: 'qemu-system-x86', file: '/usr/bin/qemu-system-x86_64', why: 'guests' },
  { name: 'qemu-utils', file: '/usr/bin/qemu-img', why: 'disk images' },
  { name: 'openvswitch-switch', file: '/usr/sbin/ovs-vswitchd', why: 'VLANs of the hosts' },
  { name: 'isc-dhcp-server', file: '/usr/sbin/dhcpd', why: 'addresses of the guests' },
  { name: 'openssh-server', file: '/usr/sbin/sshd', why: 'access to hosts and gateway' },
  { name: 'openssh-client', file: '/usr/bin/ssh-keygen', why: 'keys of hosts and controller' },
  { name: 'bindfs', file: '/usr/bin/bindfs', why: 'shared datastore' },
  { name: 'openipmi', file: '/usr/bin/ipmi_sim', why: 'BMCs of the hosts' },
  { name: 'iproute2', file: '/usr/bin/ip', why: 'network namespaces and links' },
  { name: 'iptables', file: '/usr/sbin/iptables', why: 'NAT on the gateway' },
  { name: 'iputils-ping', file: '/usr/bin/ping', why: 'pings of guests from the gateway' },
  { name: 'util-linux', file: '/usr/bin/unshare', why: 'namespaces of the hosts' },
  { name: 'python3', file: '/usr/bin/python3', why: 'links with a delay' },
  { name: 'iperf3', file: '/usr/bin/iperf3', why: 'throughput between hosts' },
  { name: 'fping', file: '/usr/bin/fping', why: 'latency between hosts' },
  { name: 'busybox-static', file: '/usr/bin/busybox', why: 'micro guest' },
];

/** Names of the Debian packages that a lab needs on its machine. */
export const LAB_PACKAGES: readonly string[] = PACKAGES.map(({ name }) => name);

const DEBIAN_TEMPLATE_FILES: Readonly<Record<string, string>> = {
  mmdebstrap: '/usr/bin/mmdebstrap',
  fdisk: '/usr/sbin/sfdisk',
  extlinux: '/usr/bin/extlinux',
  'syslinux-common': '/usr/lib/syslinux/mbr/mbr.bin',
};

/** The packages missing of those that only the template of real Debian needs besides. */
export function missingDebianPackages(exists: (path: string) => boolean): readonly string[] {
  return Object.entries(DEBIAN_TEMPLATE_FILES).flatMap(([name, file]) =>
    exists(file) ? [] : [name],
  );
}

/**
 * The packages of the lab that are missing.
 *
 * @param exists tells whether a file is there
 */
export function missingPackages(exists: (path: string) => boolean): readonly LabPackage[] {
  return PACKAGES.filter(({ file }) => !exists(file));
}
