import type { HardwareFieldsFragment } from '../../api/generated/graphql.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';

type Nic = HardwareFieldsFragment['nics'][number];

/** The network cards of a machine. */
export function NicTable({ nics }: { nics: readonly Nic[] }) {
  if (nics.length === 0) return null;
  return (
    <Section title={t('host.nics')}>
      <DataTable
        label={t('host.nics')}
        columns={columns}
        rows={nics}
        rowKey={(nic) => nic.name}
        rowName={(nic) => nic.name}
        errorTitle={t('host.error')}
        onRetry={() => undefined}
        empty={null}
      />
    </Section>
  );
}

function linkOf({ speedMbps, up }: Nic): string {
  if (!up || speedMbps === null) return t('nic.down');
  return speedMbps >= 1000
    ? t('nic.gbit', { speed: speedMbps / 1000 })
    : t('nic.mbit', { speed: speedMbps });
}

const columns: readonly Column<Nic>[] = [
  { key: 'name', label: t('nic.name'), cell: (nic) => <span className="bd-mono">{nic.name}</span> },
  {
    key: 'mac',
    label: t('vm.column.mac'),
    cell: (nic) => <CopyText text={nic.mac} what={t('vm.column.mac')} />,
  },
  { key: 'speed', label: t('nic.speed'), cell: linkOf },
];
