import type { HostDetailFieldsFragment } from '../../api/generated/graphql.ts';
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

/** The signs of health and when the host was last heard. */
export function healthOf(host: Host): Property[] {
  const sign = (label: string, { ok, message, since }: Host['health']['ssh']): Property => ({
    label,
    value: (
      <span className="bd-sign">
        <StateBadge kind={ok ? 'running' : 'failed'} word={ok ? t('sign.ok') : t('sign.bad')} />
        {message}
        {since && (
          <span className="bd-subtle">
            {t('sign.since')} <RelativeTime at={since} bare />
          </span>
        )}
      </span>
    ),
  });
  return [
    sign(t('host.ssh'), host.health.ssh),
    sign(t('host.libvirt'), host.health.libvirt),
    {
      label: t('host.column.seen'),
      value: host.lastSeenAt ? <RelativeTime at={host.lastSeenAt} /> : <Absent />,
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
    { label: t('host.cpus'), value: host.cpus },
    { label: t('host.ram'), value: quantityText(ramQuantity(host.ramMiB)) },
    { label: t('host.kind'), value: t(`host.kind.${host.type}`) },
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
