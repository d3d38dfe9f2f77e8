import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { TaskRowFragment } from '../../api/generated/graphql.ts';
import { ProgressLine } from '../../components/ProgressLine.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { TaskButtons } from './TaskActions.tsx';
import { TaskChildren } from './TaskChildren.tsx';
import { TaskState } from './TaskState.tsx';
import { isUnderWay } from './task-words.ts';

interface GroupBoardProps {
  readonly task: TaskRowFragment;
  /** More that may be done now that it has ended. */
  readonly after?: ReactNode;
}

/** A group of moves that goes on, or the last one: each VM with its progress, live. */
export function GroupBoard({ task, after }: GroupBoardProps) {
  const underWay = isUnderWay(task.status);
  return (
    <>
      <Section
        title={underWay ? t('move.board') : t('move.last')}
        action={
          <>
            <TaskButtons task={task} />
            {!underWay && after}
          </>
        }
      >
        <div>
          <TaskState status={task.status} />
        </div>
        <div>
          <Link className="bd-link" to={paths.task(task.id)}>
            {task.title}
          </Link>
        </div>
        {task.message && <p className="bd-gap-below">{task.message}</p>}
        {underWay && <ProgressLine percent={task.progress} label={task.title} />}
      </Section>
      {(task.childCounts?.total ?? 0) > 0 && <TaskChildren task={task} />}
    </>
  );
}
