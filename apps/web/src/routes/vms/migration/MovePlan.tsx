import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { StateBadge } from '../../../components/StateBadge.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';

/** What becomes of one VM by a plan. */
export interface MoveStep {
  readonly vmId: string;
  readonly name: string;
  /** Null: it stays, for the reasons. */
  readonly target: { readonly id: string; readonly name: string } | null;
  readonly reasons: readonly string[];
}

interface MovePlanProps<Step extends MoveStep> {
  readonly label: string;
  readonly steps: readonly Step[] | undefined;
  readonly errorTitle: string;
  /** What is said while there is nothing to move. */
  readonly none: string;
  /** Between the VM and where it goes. */
  readonly what?: readonly Column<Step>[];
  /** Where it goes. */
  readonly to: (target: NonNullable<Step['target']>) => ReactNode;
  /** Between where it goes and why. */
  readonly how: Column<Step>;
}

/** Where each VM, or what is its, would go, how and why; or why it stays. */
export function MovePlan<Step extends MoveStep>(props: MovePlanProps<Step>) {
  const { steps, what = [], to, how } = props;
  const moving = steps?.filter(({ target }) => target).length ?? 0;
  const staying = (steps?.length ?? 0) - moving;
  const columns: readonly Column<Step>[] = [
    {
      key: 'vm',
      label: t('affinity.vm'),
      cell: ({ vmId, name }) => (
        <Link className="bd-link" to={paths.vm(vmId)}>
          {name}
        </Link>
      ),
    },
    ...what,
    {
      key: 'to',
      label: t('move.to'),
      cell: ({ target }) =>
        target ? to(target) : <StateBadge kind="attention" word={t('move.stays')} />,
    },
    how,
    {
      key: 'why',
      label: t('move.why'),
      width: 'xl',
      cell: ({ reasons }) => reasons.join('; '),
    },
  ];
  return (
    <>
      {steps && steps.length > 0 && (
        <p className="bd-gap-below">
          {t('move.count.move', { count: moving })}
          {staying > 0 && `, ${t('move.count.stay', { count: staying })}`}
        </p>
      )}
      <DataTable
        label={props.label}
        columns={columns}
        rows={steps}
        most={100}
        rowKey={(step) => step.vmId}
        rowName={(step) => step.name}
        errorTitle={props.errorTitle}
        onRetry={() => undefined}
        skeletonRows={4}
        empty={<p className="bd-subtle">{props.none}</p>}
      />
    </>
  );
}
