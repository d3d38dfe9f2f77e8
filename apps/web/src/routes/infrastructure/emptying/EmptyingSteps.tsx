import { Link } from 'react-router';
import type { EmptyingPlanQuery } from '../../../api/generated/graphql.ts';
import { Absent, Amount } from '../../../components/Amount.tsx';
import { diskQuantity } from '../../../components/byte-size.ts';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { StateBadge } from '../../../components/StateBadge.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import './EmptyingSteps.css';

type Plan = EmptyingPlanQuery['emptyingPlan'];
type Step = Plan['steps'][number];

/** Where the disks of each VM would go, and why; what stays, and why. */
export function EmptyingSteps(props: { readonly plan: Plan | undefined; readonly name: string }) {
  const { plan, name } = props;
  const steps = plan?.steps;
  const moving = steps?.filter(({ target }) => target).length ?? 0;
  const staying = (steps?.length ?? 0) - moving;
  return (
    <>
      {steps && steps.length > 0 && (
        <p className="bd-gap-below">{t('emptying.count', { moving, staying })}</p>
      )}
      <DataTable
        label={t('emptying.plan')}
        columns={columns}
        rows={steps}
        rowKey={(step) => step.vmId}
        rowName={(step) => step.name}
        errorTitle={t('emptying.plan.error')}
        onRetry={() => undefined}
        skeletonRows={4}
        empty={<p className="bd-subtle">{t('emptying.plan.none', { name })}</p>}
      />
      {plan && plan.rest.length > 0 && (
        <>
          <h3 className="bd-emptying-rest-title">{t('emptying.rest')}</h3>
          <ul className="bd-emptying-rest">
            {plan.rest.map(({ what, reason }) => (
              <li key={what}>
                <strong>{what}</strong> <span className="bd-subtle">{reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
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
  { key: 'disks', label: t('emptying.disks'), cell: ({ targets }) => targets.join(', ') },
  {
    key: 'size',
    label: t('emptying.size'),
    cell: ({ sizeGiB }) => <Amount of={diskQuantity(sizeGiB)} />,
  },
  {
    key: 'to',
    label: t('move.to'),
    cell: ({ target }) =>
      target ? target.name : <StateBadge kind="attention" word={t('evacuation.stays')} />,
  },
  {
    key: 'how',
    label: t('move.kind'),
    cell: ({ live, target }) =>
      target ? live ? t('emptying.live') : t('emptying.off') : <Absent />,
  },
  {
    key: 'why',
    label: t('move.why'),
    width: 'xl',
    cell: ({ reasons }) => reasons.join('; '),
  },
];
