import { useQuery, useSubscription } from '@apollo/client/react';
import { HostTasksDocument, HostTasksUpdatedDocument } from '../../api/generated/graphql.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/Section.tsx';
import { useSoon } from '../../components/use-soon.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { TaskRowActions } from '../tasks/TaskActions.tsx';
import { TaskCard } from '../tasks/TaskCard.tsx';
import { taskColumns } from '../tasks/task-columns.tsx';

const columns = taskColumns.filter(({ key }) => key !== 'host');

/** What is being done on a host right now; nothing while it is left alone. */
export function HostTasks({ hostId }: { hostId: string }) {
  const { data, refetch } = useQuery(HostTasksDocument, {
    variables: { id: hostId },
    fetchPolicy: 'cache-and-network',
  });
  const refresh = useSoon(() => Promise.allSettled([refetch()]));
  useSubscription(HostTasksUpdatedDocument, {
    variables: { id: hostId },
    ignoreResults: true,
    onData: refresh,
  });
  const tasks = data?.tasks.nodes ?? [];
  if (tasks.length === 0) return null;
  return (
    <Section title={t('host.tasks')}>
      <DataTable
        label={t('host.tasks')}
        columns={columns}
        rows={tasks}
        rowKey={(task) => task.id}
        rowName={(task) => task.title}
        href={(task) => paths.task(task.id)}
        rowActions={(task) => <TaskRowActions task={task} />}
        card={(task) => <TaskCard task={task} />}
        errorTitle={t('tasks.error')}
        onRetry={refresh}
        empty={null}
      />
    </Section>
  );
}
