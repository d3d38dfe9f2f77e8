import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { TaskRowFragment } from '../../api/generated/graphql.ts';
import { type ActionItem, ActionMenu } from '../../components/ActionMenu.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { t } from '../../messages/message.ts';
import { useIsAdmin } from '../../session/session.tsx';
import { isUnderWay } from './task-words.ts';
import { useTaskActions } from './use-task-actions.ts';

/** The menu of a task's row: cancel and retry, each with its reason when it cannot be done. */
export function TaskRowActions({ task }: { task: TaskRowFragment }) {
  const { cancel, retry } = useTaskActions();
  const items: ActionItem[] = [
    {
      key: 'cancel',
      label: t('task.cancel'),
      reason: task.cancellable ? undefined : cancelReason(task),
      onSelect: () => void cancel(task),
    },
    {
      key: 'retry',
      label: t('task.retry'),
      reason: task.retryObstacle ?? undefined,
      onSelect: () => void retry(task),
    },
  ];
  return <ActionMenu label={t('task.actions', { title: task.title })} items={items} />;
}

function cancelReason(task: TaskRowFragment): string {
  if (!isUnderWay(task.status)) return t('task.cancel.reasonEnded');
  return task.cancelling ? t('task.cancel.reasonAsked') : t('task.cancel.reasonStep');
}

/** The buttons of a task's own page. */
export function TaskButtons({ task }: { task: TaskRowFragment }) {
  const { cancel, retry, markFailed } = useTaskActions();
  const isAdmin = useIsAdmin();
  const [marking, setMarking] = useState(false);
  const underWay = isUnderWay(task.status);
  return (
    <>
      {task.retryable && (
        <Button variant="primary" onClick={() => void retry(task)}>
          {t('task.retry')}
        </Button>
      )}
      {underWay && (
        <ReasonedButton
          variant="secondary"
          reason={task.cancellable ? undefined : cancelReason(task)}
          onClick={() => void cancel(task)}
        >
          {t('task.cancel')}
        </ReasonedButton>
      )}
      {isAdmin && (underWay || task.status === 'PARTIAL') && (
        <ActionMenu
          label={t('task.actions', { title: task.title })}
          items={[
            {
              key: 'mark',
              label: t('task.mark'),
              danger: true,
              onSelect: () => setMarking(true),
            },
          ]}
        />
      )}
      {marking && (
        <ConfirmDialog
          title={t('task.mark.title')}
          confirm={t('task.mark.confirm', { title: task.title })}
          onCancel={() => setMarking(false)}
          onConfirm={() => {
            setMarking(false);
            void markFailed(task);
          }}
        >
          {t('task.mark.text', { title: task.title })}
        </ConfirmDialog>
      )}
    </>
  );
}
