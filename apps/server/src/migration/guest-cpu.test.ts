import { expect, it } from 'vitest';
import { guestCpuOf } from './guest-cpu.ts';

const CPU = `<cpu mode='custom' match='exact' check='full'>
    <model fallback='forbid'>EPYC-Rome</model>
    <feature policy='require' name='x2apic'/>
  </cpu>`;
const domain = (cpu: string) => `<domain type='kvm' id='3'>
  <name>org_ann_web</name>
  <vcpu placement='static'>2</vcpu>
  <cputune><shares>10</shares></cputune>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  ${cpu}
  <clock offset='utc'/>
</domain>`;

it('takes the CPU and all that it depends on', () => {
  expect(guestCpuOf(domain(CPU))).toEqual({
    ...{ xml: CPU, arch: 'x86_64', machine: 'pc-q35-7.2', virtType: 'kvm' },
  });
});

it.each([
  '',
  "<cpu mode='host-passthrough'/>",
  "<cpu><topology sockets='1' dies='1' cores='2' threads='1'/></cpu>",
])('has nothing to ask about %j', (cpu) => {
  expect(guestCpuOf(domain(cpu))).toBeNull();
});
