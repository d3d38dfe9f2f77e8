/**
 * XML of a guest without disk: its firmware talks on the serial console and finds nothing to boot.
 * Runs without KVM.
 */
export function qemuGuestXml(name: string): string {
  return `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>32</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type><bios useserial='yes'/></os>
  <features><acpi/></features>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <controller type='usb' model='none'/>
    <memballoon model='none'/>
    <serial type='pty'/>
    <video><model type='vga'/></video>
    <graphics type='vnc' socket='/run/libvirt/${name}.vnc'/>
  </devices>
</domain>`;
}
