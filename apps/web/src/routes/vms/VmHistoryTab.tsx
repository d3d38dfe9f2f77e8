import { useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  TasksUpdatedDocument,
  VmDetailUpdatedDocument,
  VmHistoryDocument,
  type VmHistoryQuery,
} from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { PickMany } from '../../components/PickList.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { useSoon } from '../../components/use-soon.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { TaskRowActions } from '../tasks/TaskActions.tsx';
import { TaskCard } from '../tasks/TaskCard.tsx';
import { taskColumns } from '../tasks/task-columns.tsx';
import { useVmPage } from './VmPage.tsx';
import { attributeWord, valueWord } from './vm-event-words.ts';

type VmEventRow = NonNullable<VmHistoryQuery['vm']>['events']['nodes'][number];

/** Who changed what, and the tasks of this VM. */
export function Component() {
  const { vm } = useVmPage();
  const [only, setOnly] = useState<readonly string[]>([]);
  const { data, previousData, error, refetch, fetchMore } = useQuery(VmHistoryDocument, {
    variables: { id: vm.id, ...(only.length > 0 && { attributes: [...only] }) },
  });
  const again = () => void refetch().catch(() => undefined);
  const refresh = useSoon(refetch);
  useSubscription(TasksUpdatedDocument, {
    ignoreResults: true,
    onData: ({ data: event }) => {
      if (event.data?.tasksUpdated.vm?.id === vm.id) refresh();
    },
  });
  // What is written without a task: people it is shared with, schedules.
  useSubscription(VmDetailUpdatedDocument, {
    variables: { id: vm.id },
    ignoreResults: true,
    onData: refresh,
  });
  const history = (data ?? previousData)?.vm;
  const page = history?.events.pageInfo;
  return (
    <>
      <Section
        title={t('vm.history.events')}
        action={
          <PickMany
            label={t('history.filter')}
            values={only}
            choices={attributes.map((value) => ({ value, label: attributeWord(value) }))}
            onChange={setOnly}
          />
        }
      >
        <DataTable
          label={t('vm.history.events')}
          columns={eventColumns}
          rows={history?.events.nodes}
          rowKey={(event) => event.id}
          rowName={(event) => attributeWord(event.attribute)}
          skeletonRows={4}
          error={error}
          errorTitle={t('vm.history.error')}
          onRetry={again}
          empty={<p className="bd-subtle">{t('vm.history.noEvents')}</p>}
        />
        {page?.hasNextPage && (
          <Button
            variant="link"
            onClick={() =>
              void fetchMore({
                variables: { after: page.endCursor },
                updateQuery: (old, { fetchMoreResult: more }) =>
                  !old.vm || !more.vm
                    ? old
                    : {
                        vm: {
                          ...old.vm,
                          events: {
                            ...more.vm.events,
                            nodes: [...old.vm.events.nodes, ...more.vm.events.nodes],
                          },
                        },
                      },
              })
            }
          >
            {t('more')}
          </Button>
        )}
      </Section>
      <Section title={t('tasks.title')}>
        <DataTable
          label={t('tasks.title')}
          columns={taskColumns}
          rows={history?.tasks}
          rowKey={(task) => task.id}
          rowName={(task) => task.title}
          href={(task) => paths.task(task.id)}
          rowActions={(task) => <TaskRowActions task={task} />}
          card={(task) => <TaskCard task={task} />}
          skeletonRows={4}
          error={error}
          errorTitle={t('vm.history.error')}
          onRetry={again}
          empty={<p className="bd-subtle">{t('vm.history.noTasks')}</p>}
        />
      </Section>
    </>
  );
}

/** A value of an event, in words. */
function EventValue({ of, value }: { of: VmEventRow; value: string | null }) {
  return value === null ? <Absent /> : valueWord(of.attribute, value);
}

/** What a history tells of, as far as one may want to see it alone. */
const attributes = [
  'status',
  'host',
  'name',
  'vcpus',
  'ramMiB',
  'bootOrder',
  'purpose',
  'expiresAt',
  'expired',
  'locked',
  'collaborators',
  'created',
  'deleted',
  'restored',
];

const eventColumns: readonly Column<VmEventRow>[] = [
  { key: 'what', label: t('event.what'), cell: (event) => attributeWord(event.attribute) },
  {
    key: 'from',
    label: t('event.from'),
    cell: (event) => <EventValue of={event} value={event.from} />,
  },
  { key: 'to', label: t('event.to'), cell: (event) => <EventValue of={event} value={event.to} /> },
  {
    key: 'who',
    label: t('event.who'),
    cell: (event) => event.actor?.name ?? <span className="bd-subtle">{t('event.system')}</span>,
  },
  {
    key: 'task',
    label: t('history.task'),
    cell: (event) =>
      event.task ? (
        <Link className="bd-link" to={paths.task(event.task.id)}>
          {event.task.title}
        </Link>
      ) : (
        <Absent />
      ),
  },
  { key: 'at', label: t('event.at'), cell: (event) => <RelativeTime at={event.at} /> },
];
