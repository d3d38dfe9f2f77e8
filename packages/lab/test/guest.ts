import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lab, LabMachine, PoolAddress } from '../src/index.ts';
import { onMachine } from './lab-access.ts';

/** A guest of the micro template on a host, in VLAN 101, with an address of its pool. */
export interface Guest {
  readonly name: string;
  readonly host: LabMachine;
  readonly pool: PoolAddress;
}

// Open vSwitch's userspace datapath sends and receives by AF_PACKET, where frames whose checksum
// is left to the card would be lost: the guest's card offers no offloads.
const OFFLOADS_OFF =
  "<host csum='off' gso='off' tso4='off' tso6='off' ecn='off' ufo='off' mrg_rxbuf='off'/>" +
  "<guest csum='off' tso4='off' tso6='off' ecn='off' ufo='off'/>";

/** The domain of a guest, as a controller would define it. */
function domainXml(lab: Lab, { name, pool }: Guest): string {
  const [template] = lab.inventory.templates;
  if (template === undefined) throw new Error('no template');
  const store = '/mnt/datastore';
  return `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>${template.minRamMiB}</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='${template.arch}' machine='pc'>hvm</type>
    <kernel>${store}/${template.kernel}</kernel>
    <initrd>${store}/${template.initrd}</initrd>
    <cmdline>${template.cmdline} hostname=${name}</cmdline>
  </os>
  <features><acpi/><apic/><tcg><tb-cache unit='MiB'>32</tb-cache></tcg></features>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none'/>
      <source file='${store}/vm_images/${name}.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='bridge'>
      <mac address='${pool.mac}'/>
      <source bridge='br-int'/>
      <virtualport type='openvswitch'/>
      <vlan><tag id='101'/></vlan>
      <model type='virtio'/>
      <driver name='qemu'>${OFFLOADS_OFF}</driver>
      <rom enabled='no'/>
    </interface>
    <serial type='pty'><target port='0'/></serial>
    <console type='pty'><target type='serial' port='0'/></console>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>
    <video><model type='vga' vram='16384'/></video>
    <memballoon model='none'/>
  </devices>
</domain>
`;
}

/** Makes the guest's disk, a clone linked to the template, defines the domain and starts it. */
export async function startGuest(lab: Lab, guest: Guest): Promise<void> {
  const [template] = lab.inventory.templates;
  const file = path.join(lab.stateDir, 'datastore', 'vm_images', `${guest.name}.xml`);
  await writeFile(file, domainXml(lab, guest));
  await onMachine(
    lab,
    guest.host,
    `cd /mnt/datastore/vm_images && qemu-img create -q -f qcow2 -F qcow2 ` +
      `-b /mnt/datastore/${template?.file} ${guest.name}.qcow2 && ` +
      `virsh define ${guest.name}.xml && virsh start ${guest.name}`,
  );
}
