import { Alert, Button } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { VmDetailFieldsFragment } from '../../api/generated/graphql.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { useTaskActions } from '../tasks/use-task-actions.ts';

type LastTask = VmDetailFieldsFragment['tasks'][number];

/** A task that left something over, or a VM that is not made. */
export const fellShort = (vm: Pick<VmDetailFieldsFragment, 'status'>, task: LastTask): boolean =>
  task.status === 'PARTIAL' ||
  (vm.status === 'IN_QUEUE' && (task.status === 'FAILED' || task.status === 'CANCELLED'));

/** Tells on the VM's page what its last task did not finish, and offers to go on with it. */
export function FellShortAlert({ task }: { task: LastTask }) {
  const { retry } = useTaskActions();
  return (
    <Alert
      component="h2"
      isInline
      variant="warning"
      title={t('vm.fellShort', { title: task.title })}
      className="bd-gap-below"
      actionLinks={
        <>
          {task.retryable && (
            <Button variant="link" isInline onClick={() => void retry(task)}>
              {t('task.retry')}
            </Button>
          )}
          <Link className="bd-link" to={paths.task(task.id)}>
            {t('toast.showTask')}
          </Link>
        </>
      }
    >
      {task.error?.message ?? task.message}
    </Alert>
  );
}
