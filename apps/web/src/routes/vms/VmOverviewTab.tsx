import { Alert } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { VmDetailFieldsFragment } from '../../api/generated/graphql.ts';
import { Absent, Amount } from '../../components/Amount.tsx';
import { bytesToGiB, diskQuantity, quantityText, ramQuantity } from '../../components/byte-size.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { formatDay } from '../../components/moments.ts';
import { type Property, PropertyList } from '../../components/PropertyList.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { useIsAdmin } from '../../session/session.tsx';
import { VmDrive } from './VmDrive.tsx';
import { useVmPage } from './VmPage.tsx';
import { vmState } from './vm-words.ts';

/** The answers people come for: address, how to sign in, host, template, expiry, disks. */
export function Component() {
  const { vm } = useVmPage();
  const isAdmin = useIsAdmin();
  return (
    <>
      {vm.statusReason && (vm.stale || vm.status === 'UNKNOWN' || vm.status === 'CRASHED') && (
        <Alert
          component="h2"
          isInline
          variant="warning"
          title={`${vmState(vm).word}: ${vm.statusReason}`}
          className="bd-gap-below"
        >
          {vm.stale && t('vm.stale.text')}
        </Alert>
      )}
      <Section title={t('vm.connect')}>
        <PropertyList items={connectionOf(vm)} />
      </Section>
      <Section title={t('vm.facts')}>
        <PropertyList items={factsOf(vm, isAdmin)} />
      </Section>
      <Section title={t('vm.disks')}>
        <DataTable
          label={t('vm.disks')}
          columns={diskColumns}
          rows={vm.disks}
          rowKey={(disk) => disk.id}
          rowName={(disk) => disk.target}
          errorTitle={t('vm.error')}
          onRetry={() => undefined}
          empty={<p className="bd-subtle">{t('vm.disks.none')}</p>}
        />
      </Section>
    </>
  );
}

function connectionOf(vm: VmDetailFieldsFragment): Property[] {
  const address = vm.privateIp;
  return [
    {
      label: t('vm.fact.ip'),
      value: vm.privateIp ? (
        <CopyText text={vm.privateIp} what={t('vm.fact.ip')} />
      ) : (
        <span className="bd-subtle">{t('vm.noIp')}</span>
      ),
    },
    {
      label: t('vm.fact.ssh'),
      value: address ? (
        <CopyText text={`ssh ${vm.sshAccount}@${address}`} what={t('vm.fact.ssh')} />
      ) : (
        <Absent />
      ),
    },
    {
      label: t('vm.column.mac'),
      value: vm.mac ? <CopyText text={vm.mac} what={t('vm.column.mac')} /> : <Absent />,
    },
    {
      label: t('vm.fact.network'),
      value: vm.securityDomain ? (
        <>
          {vm.securityDomain.name}{' '}
          <span className="bd-subtle">
            {t('vm.vlan', { name: vm.securityDomain.vlan.name, tag: vm.securityDomain.vlan.tag })}
          </span>
        </>
      ) : (
        <Absent />
      ),
    },
  ];
}

function factsOf(vm: VmDetailFieldsFragment, isAdmin: boolean): Property[] {
  return [
    {
      label: t('vm.fact.size'),
      value: t('vm.size', { vcpus: vm.vcpus, ram: quantityText(ramQuantity(vm.ramMiB)) }),
    },
    {
      label: t('vm.column.host'),
      value: vm.host ? (
        isAdmin ? (
          <Link className="bd-link" to={paths.host(vm.host.id)}>
            {vm.host.name}
          </Link>
        ) : (
          vm.host.name
        )
      ) : (
        <Absent />
      ),
    },
    {
      label: t('vm.column.template'),
      value: vm.template ? (
        <>
          {vm.template.name}{' '}
          <span className="bd-subtle">
            {vm.template.os} {vm.template.version}
          </span>
        </>
      ) : (
        <Absent />
      ),
    },
    ...(vm.drive ? [{ label: t('drive.label'), value: <VmDrive vm={vm} /> }] : []),
    {
      label: t('vm.column.owner'),
      value: (
        <>
          {vm.owner.name} <span className="bd-subtle">{vm.organisation.name}</span>
        </>
      ),
    },
    ...(vm.parent
      ? [
          {
            label: t('vm.fact.parent'),
            value: (
              <Link className="bd-link" to={paths.vm(vm.parent.id)}>
                {vm.parent.name}
              </Link>
            ),
          },
        ]
      : []),
    { label: t('vm.fact.purpose'), value: vm.purpose || <Absent /> },
    {
      label: t('vm.column.expires'),
      value: vm.expiresAt ? formatDay(vm.expiresAt) : <Absent />,
    },
    { label: t('vm.column.created'), value: <RelativeTime at={vm.createdAt} /> },
    {
      label: t('vm.fact.identity'),
      value: <CopyText text={vm.identity} what={t('vm.fact.identity')} />,
    },
  ];
}

type DiskRow = VmDetailFieldsFragment['disks'][number];

const diskColumns: readonly Column<DiskRow>[] = [
  {
    key: 'target',
    label: t('disk.target'),
    cell: (disk) => (
      <>
        <span className="bd-mono">{disk.target}</span>
        {disk.root && <span className="bd-subtle"> {t('disk.root')}</span>}
      </>
    ),
  },
  {
    key: 'path',
    label: t('disk.path'),
    cell: (disk) => <CopyText text={disk.path} what={t('disk.path')} />,
  },
  {
    key: 'present',
    label: t('disk.present'),
    cell: (disk) => (disk.present ? t('disk.there') : t('disk.missing')),
  },
  {
    key: 'used',
    label: t('disk.used'),
    numeric: true,
    cell: (disk) => (
      <Amount of={disk.usedBytes === null ? undefined : diskQuantity(bytesToGiB(disk.usedBytes))} />
    ),
  },
  {
    key: 'size',
    label: t('disk.size'),
    numeric: true,
    cell: (disk) => <Amount of={diskQuantity(disk.sizeGiB)} />,
  },
];
