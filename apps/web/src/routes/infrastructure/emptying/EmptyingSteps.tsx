import type { EmptyingPlanQuery } from '../../../api/generated/graphql.ts';
import { Absent, Amount } from '../../../components/Amount.tsx';
import { diskQuantity } from '../../../components/byte-size.ts';
import type { Column } from '../../../components/DataTable.tsx';
import { t } from '../../../messages/message.ts';
import { MovePlan } from '../../vms/migration/MovePlan.tsx';
import './EmptyingSteps.css';

type Plan = EmptyingPlanQuery['emptyingPlan'];
type Step = Plan['steps'][number];

/** Where the disks of each VM would go, and why; what stays, and why. */
export function EmptyingSteps(props: { readonly plan: Plan | undefined; readonly name: string }) {
  const { plan, name } = props;
  return (
    <>
      <MovePlan
        label={t('emptying.plan')}
        steps={plan?.steps}
        errorTitle={t('emptying.plan.error')}
        none={t('emptying.plan.none', { name })}
        what={what}
        to={(target) => target.name}
        how={how}
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

const what: readonly Column<Step>[] = [
  { key: 'disks', label: t('emptying.disks'), cell: ({ targets }) => targets.join(', ') },
  {
    key: 'size',
    label: t('emptying.size'),
    numeric: true,
    cell: ({ sizeGiB }) => <Amount of={diskQuantity(sizeGiB)} />,
  },
];

const how: Column<Step> = {
  key: 'how',
  label: t('move.kind'),
  cell: ({ live, target }) => (target ? live ? t('emptying.live') : t('emptying.off') : <Absent />),
};
