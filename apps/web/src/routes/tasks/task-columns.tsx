import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { TaskRowFragment } from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { formatSpan, useNow } from '../../components/moments.ts';
import { ProgressLine } from '../../components/ProgressLine.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { TaskState } from './TaskState.tsx';
import { isUnderWay } from './task-words.ts';
import './task-columns.css';

/** The columns of every table of tasks. */
export const taskColumns: readonly Column<TaskRowFragment>[] = [
  {
    key: 'title',
    label: t('task.column.title'),
    width: 'xl',
    cell: (task) => (
      <Link to={paths.task(task.id)} className="bd-link">
        {task.title}
      </Link>
    ),
  },
  {
    key: 'state',
    label: t('task.column.state'),
    cell: (task) => <TaskState status={task.status} />,
  },
  {
    key: 'message',
    label: t('task.column.message'),
    cell: (task) => <TaskMessage task={task} />,
  },
  {
    key: 'host',
    label: t('task.column.host'),
    cell: (task) => task.host?.name ?? <Absent />,
  },
  {
    key: 'by',
    label: t('task.column.by'),
    cell: (task) => task.requestedBy?.username ?? <Absent />,
  },
  {
    key: 'created',
    label: t('task.column.created'),
    cell: (task) => <RelativeTime at={task.createdAt} />,
  },
  {
    key: 'took',
    label: t('task.column.took'),
    numeric: true,
    cell: (task) => <TaskSpan task={task} />,
  },
];

/** The same columns with another cell for the title. */
export function columnsWith(
  title: (task: TaskRowFragment) => ReactNode,
): readonly Column<TaskRowFragment>[] {
  return taskColumns.map((column) =>
    column.key === 'title' ? { ...column, cell: title } : column,
  );
}

function TaskMessage({ task }: { task: TaskRowFragment }) {
  const text = task.error?.message ?? task.message ?? '';
  return (
    <span className="bd-task-message" title={text}>
      <span className="bd-task-text">{text || <Absent />}</span>
      {isUnderWay(task.status) && <ProgressLine percent={task.progress} label={task.title} />}
    </span>
  );
}

/** How long a task took, or has taken so far. */
export function TaskSpan({ task }: { task: TaskRowFragment }) {
  const now = useNow();
  if (!task.startedAt) return <Absent />;
  const end = task.finishedAt ? Date.parse(task.finishedAt) : now;
  const ms = Math.max(0, end - Date.parse(task.startedAt));
  return (
    <span className="bd-nowrap">
      {ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : formatSpan(ms)}
    </span>
  );
}
