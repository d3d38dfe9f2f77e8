import { Link } from 'react-router';
import type { EvacuationPlanQuery } from '../../../api/generated/graphql.ts';
import { Absent } from '../../../components/Amount.tsx';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { StateBadge } from '../../../components/StateBadge.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';

type Step = EvacuationPlanQuery['evacuationPlan'][number];

/** Where each VM of a host would go, how, and why; or why it stays. */
export function EvacuationSteps(props: {
  readonly steps: readonly Step[] | undefined;
  readonly name: string;
}) {
  const { steps, name } = props;
  const moving = steps?.filter(({ target }) => target).length ?? 0;
  const staying = (steps?.length ?? 0) - moving;
  return (
    <>
      {steps && steps.length > 0 && (
        <p className="bd-gap-below">
          {t('evacuation.count.move', { count: moving })}
          {staying > 0 && `, ${t('evacuation.count.stay', { count: staying })}`}
        </p>
      )}
      <DataTable
        label={t('evacuation.plan')}
        columns={columns}
        rows={steps}
        rowKey={(step) => step.vmId}
        rowName={(step) => step.name}
        errorTitle={t('evacuation.plan.error')}
        onRetry={() => undefined}
        skeletonRows={4}
        empty={<p className="bd-subtle">{t('evacuation.plan.none', { name })}</p>}
      />
    </>
  );
}

const columns: readonly Column<Step>[] = [
  {
    key: 'vm',
    label: t('affinity.vm'),
    cell: (step) => (
      <Link className="bd-link" to={paths.vm(step.vmId)}>
        {step.name}
      </Link>
    ),
  },
  {
    key: 'to',
    label: t('move.to'),
    cell: ({ target }) =>
      target ? (
        <Link className="bd-link" to={paths.host(target.id)}>
          {target.name}
        </Link>
      ) : (
        <StateBadge kind="attention" word={t('evacuation.stays')} />
      ),
  },
  {
    key: 'kind',
    label: t('move.kind'),
    cell: ({ kind, target }) => (target ? t(`move.kind.${kind}`) : <Absent />),
  },
  {
    key: 'why',
    label: t('move.why'),
    width: 'xl',
    cell: ({ reasons }) => reasons.join('; '),
  },
];
