import type { TaskRowFragment } from '../../api/generated/graphql.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { countsText } from './GroupTitle.tsx';
import { TaskRowActions } from './TaskActions.tsx';
import { TaskCard } from './TaskCard.tsx';
import { taskColumns } from './task-columns.tsx';
import { useTaskChildren } from './use-task-children.ts';

/** The tasks that a group is made of, each with its state and result, live. */
export function TaskChildren({ task }: { task: TaskRowFragment }) {
  const { children, error, refetch } = useTaskChildren(task.id, task.childCounts);
  return (
    <Section title={t('task.children')}>
      {task.childCounts && <p className="bd-subtle">{countsText(task.childCounts)}</p>}
      <DataTable
        label={t('task.children')}
        columns={taskColumns}
        rows={children}
        rowKey={(child) => child.id}
        rowName={(child) => child.title}
        href={(child) => paths.task(child.id)}
        rowActions={(child) => <TaskRowActions task={child} />}
        card={(child) => <TaskCard task={child} />}
        error={error}
        errorTitle={t('tasks.error')}
        onRetry={() => void refetch()}
        empty={<p className="bd-subtle">{t('task.children.none')}</p>}
        skeletonRows={task.childCounts?.total ?? 3}
      />
    </Section>
  );
}
