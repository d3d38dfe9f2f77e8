import { useQuery, useSubscription } from '@apollo/client/react';
import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { TaskDetailDocument, TaskUpdatedDocument } from '../api/generated/graphql.ts';
import { FaultDetails } from '../components/FaultView.tsx';
import { remedyOf, titleOf } from '../components/fault-words.ts';
import { t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { isUnderWay } from '../routes/tasks/task-words.ts';
import { ForceOff, wentUnheard } from '../routes/vms/ForceOff.tsx';
import { dismissToast, type Toast, useToasts } from './toast-store.ts';
import './Toasts.css';

const shownMs = 6_000;

/** Toasts in a live region: accepted actions, task ends, refused actions. */
export function Toasts() {
  const toasts = useToasts();
  return (
    <AlertGroup isToast isLiveRegion className="bd-toasts" aria-label={t('toast.label')}>
      {toasts.map((toast) => (
        <OneToast key={toast.key} toast={toast} />
      ))}
    </AlertGroup>
  );
}

function OneToast({ toast }: { toast: Toast }) {
  const close = () => dismissToast(toast.key);
  if (toast.kind === 'task') {
    return <TaskToast taskId={toast.taskId} title={toast.title} onClose={close} />;
  }
  if (toast.kind === 'note') return <NoteToast title={toast.title} onClose={close} />;
  return (
    <Alert
      component="p"
      variant="danger"
      title={toast.title}
      actionClose={<AlertActionCloseButton onClose={close} />}
    >
      <p>{titleOf(toast.fault)}</p>
      <p>{remedyOf(toast.fault)}</p>
      <FaultDetails fault={toast.fault} />
    </Alert>
  );
}

function NoteToast({ title, onClose }: { title: string; onClose: () => void }) {
  useCloseLater(true, onClose);
  return (
    <Alert
      component="p"
      variant="success"
      title={title}
      actionClose={<AlertActionCloseButton onClose={onClose} />}
    />
  );
}

interface TaskToastProps {
  readonly taskId: string;
  readonly title: string;
  readonly onClose: () => void;
}

function TaskToast({ taskId, title, onClose }: TaskToastProps) {
  useSubscription(TaskUpdatedDocument, { variables: { id: taskId }, ignoreResults: true });
  const { data } = useQuery(TaskDetailDocument, {
    variables: { id: taskId },
    fetchPolicy: 'cache-first',
  });
  const task = data?.task;
  const ended = task ? !isUnderWay(task.status) : false;
  const good = task?.status === 'SUCCEEDED';
  useCloseLater(good || task?.status === 'CANCELLED', onClose);
  const variant = !ended ? 'info' : good ? 'success' : 'danger';
  return (
    <Alert
      // A new key at the end lets the live region speak again, once.
      key={ended ? 'ended' : 'accepted'}
      component="p"
      variant={task?.status === 'CANCELLED' ? 'warning' : variant}
      title={ended ? title : t('toast.accepted', { title })}
      actionClose={<AlertActionCloseButton onClose={onClose} />}
      actionLinks={
        <>
          <Link className="bd-link" to={paths.task(taskId)} onClick={onClose}>
            {t('toast.showTask')}
          </Link>
          {task?.vm && wentUnheard(task) && <ForceOff vm={task.vm} />}
        </>
      }
    >
      {ended ? (task?.error?.message ?? task?.message) : null}
    </Alert>
  );
}

function useCloseLater(when: boolean, close: () => void): void {
  useEffect(() => {
    if (!when) return;
    const timer = setTimeout(close, shownMs);
    return () => clearTimeout(timer);
  }, [when]);
}
