import { Link } from 'react-router';
import type { TaskRowFragment } from '../../../api/generated/graphql.ts';
import { ProgressLine } from '../../../components/ProgressLine.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { TaskButtons } from '../../tasks/TaskActions.tsx';
import { TaskChildren } from '../../tasks/TaskChildren.tsx';
import { TaskState } from '../../tasks/TaskState.tsx';
import { isUnderWay } from '../../tasks/task-words.ts';

/** The emptying that goes on, or the last one: the disks of each VM with their progress, live. */
export function EmptyingBoard({ task }: { readonly task: TaskRowFragment }) {
  const underWay = isUnderWay(task.status);
  return (
    <>
      <Section
        title={underWay ? t('evacuation.board') : t('evacuation.last')}
        action={<TaskButtons task={task} />}
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
