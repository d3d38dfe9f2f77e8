import BalanceScaleIcon from '@patternfly/react-icons/dist/esm/icons/balance-scale-icon';
import { Link } from 'react-router';
import type { BalancePlanQuery } from '../../../api/generated/graphql.ts';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { EmptyFrame } from '../../../components/EmptyFrame.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';

type Move = BalancePlanQuery['balancePlan']['moves'][number];

interface BalanceMovesProps {
  readonly moves: readonly Move[] | undefined;
  /** VMs that are not to be moved. */
  readonly left: ReadonlySet<string>;
  readonly onLeave: (left: ReadonlySet<string>) => void;
}

/** Suggested moves; those that are ticked are carried out. */
export function BalanceMoves({ moves, left, onLeave }: BalanceMovesProps) {
  const ids = moves?.map(({ vmId }) => vmId as string) ?? [];
  return (
    <Section title={t('balance.moves')}>
      <DataTable
        label={t('balance.moves')}
        columns={columns}
        rows={moves}
        rowKey={(move) => move.vmId}
        rowName={(move) => move.name}
        selection={{
          keys: new Set(ids.filter((id) => !left.has(id))),
          onToggle: (id, on) => {
            const next = new Set(left);
            if (on) next.delete(id);
            else next.add(id);
            onLeave(next);
          },
          onAll: (on) => onLeave(new Set(on ? [] : ids)),
        }}
        errorTitle={t('balance.error')}
        onRetry={() => undefined}
        skeletonRows={3}
        empty={
          <EmptyFrame
            icon={<BalanceScaleIcon />}
            title={t('balance.even')}
            text={t('balance.even.text')}
          />
        }
      />
    </Section>
  );
}

const hostLink = ({ id, name }: Move['to']) => (
  <Link className="bd-link" to={paths.host(id)}>
    {name}
  </Link>
);

const columns: readonly Column<Move>[] = [
  {
    key: 'vm',
    label: t('affinity.vm'),
    cell: (move) => (
      <Link className="bd-link" to={paths.vm(move.vmId)}>
        {move.name}
      </Link>
    ),
  },
  { key: 'from', label: t('move.from'), cell: ({ from }) => hostLink(from) },
  { key: 'to', label: t('move.to'), cell: ({ to }) => hostLink(to) },
  { key: 'kind', label: t('move.kind'), cell: ({ kind }) => t(`move.kind.${kind}`) },
  { key: 'why', label: t('move.why'), width: 'xl', cell: ({ reason }) => reason },
];
