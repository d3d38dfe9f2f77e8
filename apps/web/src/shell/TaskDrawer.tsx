import { useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import TimesIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import {
  RecentTasksDocument,
  type TaskRowFragment,
  TasksUpdatedDocument,
} from '../api/generated/graphql.ts';
import { FaultView } from '../components/FaultView.tsx';
import { ProgressLine } from '../components/ProgressLine.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { useSoon } from '../components/use-soon.ts';
import { t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { TaskRowActions } from '../routes/tasks/TaskActions.tsx';
import { TaskState } from '../routes/tasks/TaskState.tsx';
import { runningFirst } from '../routes/tasks/task-order.ts';
import { isUnderWay } from '../routes/tasks/task-words.ts';
import './TaskDrawer.css';

/** The newest tasks over the page's edge, running first; Escape closes it. */
export function TaskDrawer({ onClose }: { onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { data, error, refetch } = useQuery(RecentTasksDocument, { variables: { first: 20 } });
  const refresh = useSoon(refetch);
  useSubscription(TasksUpdatedDocument, {
    ignoreResults: true,
    onData: ({ data: event }) => {
      const id = event.data?.tasksUpdated.id;
      if (!data?.tasks.nodes.some((task) => task.id === id)) refresh();
    },
  });
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const tasks = data && runningFirst(data.tasks.nodes);
  return (
    <aside
      className="bd-drawer"
      aria-label={t('drawer.label')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className="bd-drawer-head">
        <h2 ref={heading} tabIndex={-1}>
          {t('tasks.title')}
        </h2>
        <Link className="bd-link" to={paths.tasks()} onClick={onClose}>
          {t('drawer.all')}
        </Link>
        <Button
          variant="plain"
          aria-label={t('drawer.close')}
          icon={<TimesIcon />}
          onClick={onClose}
        />
      </div>
      {!tasks && error && (
        <FaultView error={error} what={t('tasks.error')} onRetry={() => void refetch()} />
      )}
      {tasks?.length === 0 && <p className="bd-drawer-empty bd-subtle">{t('tasks.empty.text')}</p>}
      <ul aria-busy={!tasks}>
        {tasks?.map((task) => (
          <DrawerTask key={task.id} task={task} onOpen={onClose} />
        ))}
      </ul>
    </aside>
  );
}

function DrawerTask({ task, onOpen }: { task: TaskRowFragment; onOpen: () => void }) {
  const text = task.error?.message ?? task.message;
  return (
    <li className="bd-drawer-task">
      <div className="bd-drawer-row">
        <Link className="bd-link" to={paths.task(task.id)} onClick={onOpen}>
          {task.title}
        </Link>
        <TaskRowActions task={task} />
      </div>
      <div className="bd-drawer-row">
        <TaskState status={task.status} />
        <span className="bd-subtle">
          <RelativeTime at={task.finishedAt ?? task.createdAt} />
        </span>
      </div>
      {isUnderWay(task.status) && <ProgressLine percent={task.progress} label={task.title} />}
      {text && <p className="bd-subtle">{text}</p>}
    </li>
  );
}
