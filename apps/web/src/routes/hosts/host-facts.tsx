import type {
  HardwareFieldsFragment,
  HostDetailFieldsFragment,
} from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { diskQuantity, quantityText, ramQuantity } from '../../components/byte-size.ts';
import { CopyText } from '../../components/CopyText.tsx';
import type { Property } from '../../components/PropertyList.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';
import { ReservedBar } from './ReservedBar.tsx';

type Host = HostDetailFieldsFragment;

/** What is promised of what the host has. */
export function capacityOf(host: Host): Property[] {
  return [
    {
      label: t('host.column.cpus'),
      value: (
        <ReservedBar
          what={t('host.column.cpus')}
          reserved={host.used.vcpus}
          total={host.vcpuLimit}
          format={(value) => ({ value: String(value), unit: '' })}
        />
      ),
    },
    {
      label: t('host.column.ram'),
      value: (
        <ReservedBar
          what={t('host.column.ram')}
          reserved={host.used.ramMiB}
          total={host.ramLimitMiB}
          format={ramQuantity}
        />
      ),
    },
    {
      label: t('host.disk'),
      value: (
        <ReservedBar
          what={t('host.disk')}
          reserved={host.used.diskGiB}
          total={host.diskGiB}
          format={diskQuantity}
        />
      ),
    },
    { label: t('nav.vms'), value: host.vmCount },
  ];
}

type Sign = Host['health']['ssh'];

/** A sign of life as a word, with what was seen and when it was good last. */
function signOf(label: string, sign: Sign | null): Property {
  if (!sign) return { label, value: <StateBadge kind="unknown" word={t('sign.unknown')} /> };
  const { ok, message, since, lastSeenAt } = sign;
  const at = ok ? since : lastSeenAt;
  return {
    label,
    value: (
      <span className="bd-sign">
        <StateBadge kind={ok ? 'running' : 'failed'} word={ok ? t('sign.ok') : t('sign.bad')} />
        {message}
        {at && (
          <span className="bd-subtle">
            {ok ? t('sign.since') : t('sign.seen')} <RelativeTime at={at} bare />
          </span>
        )}
      </span>
    ),
  };
}

/** The signs of health and when the host was last heard; what others see only while it is lost. */
export function healthOf(host: Host): Property[] {
  const { ping, ssh, libvirt, switch: ovs, datastores, neighbour, locks } = host.health;
  return [
    signOf(t('host.ping'), ping),
    signOf(t('host.ssh'), ssh),
    signOf(t('host.libvirt'), libvirt),
    signOf(t('host.switch'), ovs),
    signOf(t('host.datastores'), datastores),
    ...(neighbour ? [signOf(t('host.neighbour'), neighbour)] : []),
    ...(locks ? [signOf(t('host.locks'), locks)] : []),
    {
      label: t('host.column.seen'),
      value: host.lastSeenAt ? <RelativeTime at={host.lastSeenAt} /> : <Absent />,
    },
  ];
}

/** A machine, as a host or as a probe found it. */
interface Machine {
  readonly cpus: number;
  readonly cpuModel: string | null;
  readonly ramMiB: number;
  readonly kvm: boolean;
  readonly type: Host['type'];
  readonly hardware: HardwareFieldsFragment | null;
}

const GIB = 1024 ** 3;

/** What a machine is made of. */
export function hardwareOf(machine: Machine): Property[] {
  const { hardware } = machine;
  const disks = hardware?.disks.map(
    ({ name, sizeBytes }) =>
      `${name} ${quantityText(diskQuantity(Math.round(Number(sizeBytes) / GIB)))}`,
  );
  return [
    {
      label: t('host.cpuModel'),
      value: machine.cpuModel
        ? t('host.cpuModel.of', { count: machine.cpus, model: machine.cpuModel })
        : machine.cpus,
    },
    { label: t('host.ram'), value: quantityText(ramQuantity(machine.ramMiB)) },
    { label: t('host.kind'), value: t(`host.kind.${machine.type}`) },
    { label: t('host.kvm'), value: machine.kvm ? t('host.kvm.yes') : t('host.kvm.no') },
    { label: t('host.os'), value: hardware?.os ?? <Absent /> },
    { label: t('host.disks'), value: disks?.length ? disks.join(', ') : <Absent /> },
    {
      label: t('host.clock'),
      value: hardware ? t('host.clock.right', { ms: Math.abs(hardware.clockSkewMs) }) : <Absent />,
    },
  ];
}

/** Addresses, key and versions. */
export function identityOf(host: Host): Property[] {
  return [
    {
      label: t('host.column.address'),
      value: (
        <>
          <CopyText text={host.address} what={t('host.column.address')} />{' '}
          <span className="bd-subtle">{t('host.port', { port: host.sshPort })}</span>
        </>
      ),
    },
    {
      label: t('host.place'),
      value:
        host.rack === null && host.slot === null ? (
          <Absent />
        ) : (
          [host.rack, host.slot].filter((part) => part !== null).join(' / ')
        ),
    },
    { label: t('host.power'), value: t(`host.power.${host.power.method}`) },
    { label: t('host.libvirtVersion'), value: host.libvirtVersion ?? <Absent /> },
    { label: t('host.qemuVersion'), value: host.qemuVersion ?? <Absent /> },
    { label: t('host.bridge'), value: <span className="bd-mono">{host.bridge}</span> },
    {
      label: t('vm.column.mac'),
      value: host.mac ? <CopyText text={host.mac} what={t('vm.column.mac')} /> : <Absent />,
    },
    {
      label: t('host.key'),
      value: <CopyText text={host.hostKeyFingerprint} what={t('host.key')} />,
    },
  ];
}
