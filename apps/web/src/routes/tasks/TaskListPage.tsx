import { useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import TasksIcon from '@patternfly/react-icons/dist/esm/icons/tasks-icon';
import { useSearchParams } from 'react-router';
import {
  type TaskFilter,
  TaskListDocument,
  type TaskStatus,
  TasksUpdatedDocument,
} from '../../api/generated/graphql.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Pager } from '../../components/Pager.tsx';
import { PickMany } from '../../components/PickList.tsx';
import { useCursorPages } from '../../components/use-cursor-pages.ts';
import { useSoon } from '../../components/use-soon.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { GroupTitle } from './GroupTitle.tsx';
import { TaskRowActions } from './TaskActions.tsx';
import { TaskCard } from './TaskCard.tsx';
import { columnsWith } from './task-columns.tsx';
import { runningFirst } from './task-order.ts';
import { taskState, taskStatuses } from './task-words.ts';
import { useTaskChildren, withChildren } from './use-task-children.ts';

const pageSize = 50;

/** All tasks a person may see, running first, live. */
export function Component() {
  const [params, setParams] = useSearchParams();
  const status = (params.get('status')?.split(',') ?? []).filter((each): each is TaskStatus =>
    taskStatuses.some((known) => known === each),
  );
  const mine = params.get('mine') === '1';
  const pages = useCursorPages(pageSize);
  // Children are shown below their group, or by themselves where a state is looked for.
  const filter: TaskFilter = {
    ...(status.length > 0 ? { status } : { topLevel: true }),
    ...(mine && { mine }),
  };
  const open = params.get('group') ?? undefined;
  const { data, previousData, error, refetch } = useQuery(TaskListDocument, {
    variables: {
      filter,
      first: pageSize,
      ...(pages.after !== undefined && { after: pages.after }),
    },
  });
  const list = (data ?? previousData)?.tasks;
  const { children } = useTaskChildren(
    open,
    list?.nodes.find((task) => task.id === open)?.childCounts,
  );
  const refresh = useSoon(refetch);
  useSubscription(TasksUpdatedDocument, {
    ignoreResults: true,
    onData: ({ data: event }) => {
      const task = event.data?.tasksUpdated;
      const inList = list?.nodes.some(({ id }) => id === task?.id) || task?.parent;
      if (status.length > 0 || !inList) refresh();
    },
  });
  const setFilter = (name: string, value: string) => {
    if (name !== 'group') pages.reset();
    setParams((old) => {
      if (value) old.set(name, value);
      else old.delete(name);
      return old;
    });
  };
  const end = list?.pageInfo.endCursor;
  return (
    <>
      <PageHeader title={t('tasks.title')} />
      <div className="bd-toolbar">
        <PickMany
          label={
            status.length > 0 ? t('filter.stateN', { count: status.length }) : t('filter.state')
          }
          values={status}
          choices={taskStatuses.map((value) => ({ value, label: taskState(value).word }))}
          onChange={(values) => setFilter('status', values.join(','))}
        />
        <Button
          variant="tertiary"
          className="bd-toggle"
          aria-pressed={mine}
          onClick={() => setFilter('mine', mine ? '' : '1')}
        >
          {t('filter.mine')}
        </Button>
        <span className="bd-toolbar-space" />
        <Pager
          from={pages.from}
          shown={list?.nodes.length ?? 0}
          total={list?.totalCount}
          onPrevious={pages.previous}
          onNext={list?.pageInfo.hasNextPage && end ? () => pages.next(end) : undefined}
        />
      </div>
      <DataTable
        label={t('tasks.title')}
        columns={columnsWith((task) => (
          <GroupTitle
            task={task}
            open={open}
            onToggle={(id) => setFilter('group', id === open ? '' : id)}
          />
        ))}
        rows={list && withChildren(runningFirst(list.nodes), open, children)}
        rowKey={(task) => task.id}
        rowName={(task) => task.title}
        href={(task) => paths.task(task.id)}
        rowActions={(task) => <TaskRowActions task={task} />}
        card={(task) => <TaskCard task={task} />}
        error={error}
        errorTitle={t('tasks.error')}
        onRetry={() => void refetch()}
        empty={
          <EmptyFrame
            icon={<TasksIcon />}
            title={status.length > 0 || mine ? t('tasks.noMatch') : t('tasks.empty')}
            text={t('tasks.empty.text')}
          />
        }
      />
    </>
  );
}
