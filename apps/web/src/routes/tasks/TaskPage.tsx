import { useQuery, useSubscription } from '@apollo/client/react';
import { Alert, Skeleton } from '@patternfly/react-core';
import { Link, useParams } from 'react-router';
import {
  TaskDetailDocument,
  type TaskDetailFieldsFragment,
  TaskUpdatedDocument,
} from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { FaultView } from '../../components/FaultView.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ProgressLine } from '../../components/ProgressLine.tsx';
import { PropertyList } from '../../components/PropertyList.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { TaskButtons } from './TaskActions.tsx';
import { TaskChildren } from './TaskChildren.tsx';
import { TaskLog } from './TaskLog.tsx';
import { TaskState } from './TaskState.tsx';
import { TaskSteps } from './TaskSteps.tsx';
import { TaskSpan } from './task-columns.tsx';
import { isUnderWay } from './task-words.ts';

const crumb = { label: t('tasks.title'), to: paths.tasks() };

/** One task: state, result, steps with times, live log, cancel and retry. */
export function Component() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(TaskDetailDocument, { variables: { id } });
  useSubscription(TaskUpdatedDocument, { variables: { id }, ignoreResults: true });
  const task = data?.task;
  // Its own row does not change when the task before it ends, and the next of several takes its place.
  useSubscription(TaskUpdatedDocument, {
    variables: { id: task?.waitsFor?.id ?? '' },
    skip: !task?.waitsFor,
    ignoreResults: true,
    onComplete: () => void refetch().catch(() => undefined),
  });
  if (!task) {
    return (
      <>
        <PageHeader title={t('task.title')} crumb={crumb} />
        {error ? (
          <FaultView
            error={error}
            what={t('task.error')}
            onRetry={() => void refetch()}
            action={
              <Link className="bd-link" to={paths.tasks()}>
                {t('task.toList')}
              </Link>
            }
          />
        ) : (
          <Skeleton height="160px" screenreaderText={t('loading')} />
        )}
      </>
    );
  }
  return <TaskView key={task.id} task={task} />;
}

function TaskView({ task }: { task: TaskDetailFieldsFragment }) {
  return (
    <>
      <PageHeader
        title={task.title}
        crumb={crumb}
        badge={<TaskState status={task.status} />}
        actions={<TaskButtons task={task} />}
      />
      {isUnderWay(task.status) && <ProgressLine percent={task.progress} label={task.title} />}
      {task.progressText && (
        <p className="bd-subtle bd-task-progress" role="status">
          {task.progressText}
        </p>
      )}
      <div className="bd-stack">
        <Outcome task={task} />
        <PropertyList items={factsOf(task)} />
        {task.childCounts && <TaskChildren task={task} />}
        <Section title={t('task.steps')}>
          <TaskSteps steps={task.steps} ended={!isUnderWay(task.status)} />
        </Section>
        <Section title={t('task.log')}>
          <TaskLog taskId={task.id} />
        </Section>
      </div>
    </>
  );
}

function Outcome({ task }: { task: TaskDetailFieldsFragment }) {
  if (!task.error && task.leftovers.length === 0) {
    return task.message ? <p>{task.message}</p> : null;
  }
  return (
    <Alert
      component="h2"
      isInline
      variant={task.status === 'PARTIAL' ? 'warning' : 'danger'}
      title={task.error?.message ?? task.message ?? t('task.failed')}
    >
      {task.leftovers.length > 0 && (
        <>
          <p>{t(task.childCounts ? 'task.leftovers.group' : 'task.leftovers')}</p>
          <ul className="bd-mono">
            {task.leftovers.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </>
      )}
      {task.retryable && <p>{t('task.retry.hint')}</p>}
      {task.error && <p className="bd-subtle bd-mono">{task.error.code}</p>}
    </Alert>
  );
}

function factsOf(task: TaskDetailFieldsFragment) {
  return [
    {
      label: t('task.fact.vm'),
      value: task.vm ? (
        <Link className="bd-link" to={paths.vm(task.vm.id)}>
          {task.vm.name}
        </Link>
      ) : (
        <Absent />
      ),
    },
    ...otherTask(t('task.fact.waitsFor'), task.waitsFor),
    ...otherTask(t('task.parent'), task.parent),
    { label: t('task.column.by'), value: task.requestedBy?.name ?? <Absent /> },
    {
      label: t('task.column.host'),
      value: task.host ? (
        <Link className="bd-link" to={paths.host(task.host.id)}>
          {task.host.name}
        </Link>
      ) : (
        <Absent />
      ),
    },
    { label: t('task.fact.attempt'), value: task.attempt },
    { label: t('task.column.created'), value: <RelativeTime at={task.createdAt} /> },
    { label: t('task.column.took'), value: <TaskSpan task={task} /> },
  ];
}

/** The fact that a task has to do with another, where it has. */
function otherTask(label: string, other: { id: string; title: string } | null) {
  if (!other) return [];
  const value = (
    <Link className="bd-link" to={paths.task(other.id)}>
      {other.title}
    </Link>
  );
  return [{ label, value }];
}
