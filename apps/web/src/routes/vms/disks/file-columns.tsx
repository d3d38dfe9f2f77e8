import { Amount } from '../../../components/Amount.tsx';
import { bytesToGiB, diskQuantity } from '../../../components/byte-size.ts';
import type { Column } from '../../../components/DataTable.tsx';
import { StateBadge } from '../../../components/StateBadge.tsx';
import { t } from '../../../messages/message.ts';

interface DiskFile {
  readonly present: boolean;
  readonly usedBytes: string | null;
  readonly sizeGiB: number;
  /** Of a disk in a VM: since when its guest is asked to let go of it. */
  readonly releaseAskedAt?: string | null;
}

/** What is told of the file of any disk, in a VM or kept: whether it is there, how full, how large. */
export const fileColumns: readonly Column<DiskFile>[] = [
  {
    key: 'present',
    label: t('disk.present'),
    cell: ({ present, releaseAskedAt }) =>
      present && releaseAskedAt ? (
        <StateBadge kind="waiting" word={t('disk.asked')} reason={t('disk.asked.why')} />
      ) : (
        <StateBadge
          kind={present ? 'done' : 'attention'}
          word={present ? t('disk.there') : t('disk.missing')}
        />
      ),
  },
  {
    key: 'used',
    label: t('disk.used'),
    numeric: true,
    cell: ({ usedBytes }) => (
      <Amount of={usedBytes === null ? undefined : diskQuantity(bytesToGiB(usedBytes))} />
    ),
  },
  {
    key: 'size',
    label: t('disk.size'),
    numeric: true,
    cell: ({ sizeGiB }) => <Amount of={diskQuantity(sizeGiB)} />,
  },
];
