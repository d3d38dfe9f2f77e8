import { Link } from 'react-router';
import type { BalancePlanQuery, PressureFieldsFragment } from '../../../api/generated/graphql.ts';
import { Absent } from '../../../components/Amount.tsx';
import { Bar } from '../../../components/Bar.tsx';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import '../ReservedBar.css';

interface Pair {
  readonly now: PressureFieldsFragment;
  readonly after: PressureFieldsFragment;
}

/** How full each host is now, and would be after all moves. */
export function BalanceBars({ plan }: { plan: BalancePlanQuery['balancePlan'] | undefined }) {
  const after = new Map(plan?.after.map((pressure) => [pressure.host.id, pressure]));
  return (
    <Section title={t('balance.hosts')}>
      <DataTable
        label={t('balance.hosts')}
        columns={columns}
        rows={plan?.before.map((now): Pair => ({ now, after: after.get(now.host.id) ?? now }))}
        rowKey={({ now }) => now.host.id}
        rowName={({ now }) => now.host.name}
        errorTitle={t('balance.error')}
        onRetry={() => undefined}
        skeletonRows={3}
        empty={<p className="bd-subtle">{t('hosts.empty')}</p>}
      />
    </Section>
  );
}

const nearlyFull = 0.9;
const percentText = (share: number): string => `${Math.round(share * 100)} %`;

function Fullness({ of }: { of: PressureFieldsFragment }) {
  const { pressure, host } = of;
  const percent = percentText(pressure);
  return (
    <span className="bd-reserved">
      <Bar
        parts={[{ value: pressure, tone: pressure > nearlyFull ? 'warn' : 'accent' }]}
        total={1}
        label={t('balance.full', { name: host.name, percent })}
      />
      <span className="bd-reserved-figures">{percent}</span>
    </span>
  );
}

const columns: readonly Column<Pair>[] = [
  {
    key: 'host',
    label: t('balance.host'),
    cell: ({ now }) => (
      <Link className="bd-link" to={paths.host(now.host.id)}>
        {now.host.name}
      </Link>
    ),
  },
  { key: 'before', label: t('balance.before'), cell: ({ now }) => <Fullness of={now} /> },
  { key: 'after', label: t('balance.after'), cell: ({ after }) => <Fullness of={after} /> },
  {
    key: 'load',
    label: t('balance.load'),
    numeric: true,
    cell: ({ now }) => (now.load == null ? <Absent /> : percentText(now.load)),
  },
];
