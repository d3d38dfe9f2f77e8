import type { AddressPlan, VlanPlan } from './addressing.ts';
import type { MachineRecord } from './lab-state.ts';

/** Files of a machine's own, by path below its root. */
export type ConfigFiles = ReadonlyMap<string, string>;

const SSHD_CONFIG = `HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
MaxSessions 64
MaxStartups 100
PrintMotd no
Subsystem sftp internal-sftp
`;

// The first line is Debian's own.
const SSH_CONFIG = `Include /etc/ssh/ssh_config.d/*.conf
Host *
  GlobalKnownHostsFile /srv/lab/shared/known_hosts
  BatchMode yes
`;

// remember_owner needs xattrs libvirt cannot keep over bindfs; security_driver, cgroups and mount
// namespaces of guests are not to be had inside the host's own namespaces.
const QEMU_CONF = `user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
namespaces = []
cgroup_controllers = []
vnc_listen = "127.0.0.1"
stdio_handler = "logd"
`;

/** The end of PID 1 is the end of the machine; whoever asked gets an answer first. */
const SHUTDOWN = '#!/bin/sh\n(sleep 0.3; kill -TERM 1) >/dev/null 2>&1 &\n';

function machineConf(machine: MachineRecord, plan: AddressPlan, address: string): string {
  const vlans = plan.vlans.map(({ tag, gateway }) => `${tag}:${gateway}/24`).join(' ');
  return [
    `NAME=${machine.name}`,
    `ROLE=${machine.role}`,
    `ADDRESS=${address}/24`,
    `ROUTE=${plan.controller}`,
    `VLANS="${machine.role === 'gateway' ? vlans : ''}"`,
    '',
  ].join('\n');
}

/** Configuration of ISC dhcpd that serves a fixed address to each MAC of the VLANs' pools. */
export function dhcpdConf(vlans: readonly VlanPlan[]): string {
  const subnets = vlans.map(
    ({ subnet, gateway }) =>
      `subnet ${subnet.split('/')[0]} netmask 255.255.255.0 { option routers ${gateway}; }`,
  );
  const hosts = vlans.flatMap(({ name, pool }) =>
    pool.map(
      ({ address, mac }, i) =>
        `host ${name}-${i + 1} { hardware ethernet ${mac}; fixed-address ${address}; }`,
    ),
  );
  return [
    'authoritative;',
    'ddns-update-style none;',
    'default-lease-time 3600;',
    'max-lease-time 7200;',
    ...subnets,
    ...hosts,
    '',
  ].join('\n');
}

/** Everything in a machine's root that differs from the machine below, keys apart. */
export function machineFiles(
  machine: MachineRecord,
  plan: AddressPlan,
  bootScript: string,
): ConfigFiles {
  const { address } = machine.role === 'gateway' ? plan.gateway : plan.host(machine.index);
  const files = new Map([
    ['etc/hostname', `${machine.name}\n`],
    // No name server: a look-up fails at once instead of waiting for the machine's own.
    ['etc/resolv.conf', 'options attempts:1 timeout:1\n'],
    ['etc/machine-id', `${machine.machineId}\n`],
    ['etc/ssh/sshd_config', SSHD_CONFIG],
    ['etc/ssh/ssh_config', SSH_CONFIG],
    ['etc/lab/machine.conf', machineConf(machine, plan, address)],
    ['etc/lab/boot.sh', bootScript],
    ['usr/local/sbin/shutdown', SHUTDOWN],
  ]);
  if (machine.role === 'gateway') return files.set('etc/lab/dhcpd.conf', dhcpdConf(plan.vlans));
  return files.set('etc/libvirt/qemu.conf', QEMU_CONF).set(
    'etc/libvirt/libvirtd.conf',
    `host_uuid = "${machine.uuid}"\nauth_unix_rw = "none"\n` +
      'log_outputs = "3:file:/var/log/libvirt/libvirtd.log"\n' +
      // With twenty translated guests booting on two CPUs five seconds are not enough.
      'ovs_timeout = 60\n',
  );
}
