import { Link } from 'react-router';
import type { TaskRowFragment } from '../../api/generated/graphql.ts';
import { ProgressLine } from '../../components/ProgressLine.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { paths } from '../../paths.ts';
import { TaskRowActions } from './TaskActions.tsx';
import { TaskState } from './TaskState.tsx';
import { isUnderWay } from './task-words.ts';
import './TaskCard.css';

/** A task on a phone: what, state, when, result. */
export function TaskCard({ task }: { task: TaskRowFragment }) {
  const text = task.error?.message ?? task.message;
  return (
    <>
      <div className="bd-card-head">
        <Link className="bd-link bd-card-title" to={paths.task(task.id)}>
          {task.title}
        </Link>
        <TaskRowActions task={task} />
      </div>
      <div className="bd-task-card-row">
        <TaskState status={task.status} />
        <span className="bd-subtle">
          <RelativeTime at={task.createdAt} />
        </span>
      </div>
      {text && <p className="bd-task-card-text">{text}</p>}
      {isUnderWay(task.status) && <ProgressLine percent={task.progress} label={task.title} />}
    </>
  );
}
