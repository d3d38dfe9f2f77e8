import { useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import { Link, useParams } from 'react-router';
import {
  EvacuateHostDocument,
  EvacuationPlanDocument,
  type EvacuationPlanQuery,
  HostMovesDocument,
  HostMovesUpdatedDocument,
  type TaskRowFragment,
  VmsOfHostUpdatedDocument,
} from '../../../api/generated/graphql.ts';
import { Absent } from '../../../components/Amount.tsx';
import type { Column } from '../../../components/DataTable.tsx';
import { FaultView } from '../../../components/FaultView.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { useSoon } from '../../../components/use-soon.ts';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { GroupBoard } from '../../tasks/GroupBoard.tsx';
import { isUnderWay } from '../../tasks/task-words.ts';
import { MovePlan, type MoveStep } from '../../vms/migration/MovePlan.tsx';
import { ReturnButton } from './ReturnButton.tsx';

/** What evacuating a host would do, and, once begun, how far it is. */
export function Component() {
  const { id = '' } = useParams();
  const plan = useQuery(EvacuationPlanDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const moves = useQuery(HostMovesDocument, { variables: { id } });
  const refresh = useSoon(() => Promise.allSettled([plan.refetch(), moves.refetch()]));
  useSubscription(HostMovesUpdatedDocument, {
    variables: { id },
    ignoreResults: true,
    onData: refresh,
  });
  useSubscription(VmsOfHostUpdatedDocument, { ignoreResults: true, onData: refresh });
  const host = plan.data?.host;
  const task = moves.data?.tasks.nodes[0];
  const busy = task !== undefined && isUnderWay(task.status);
  return (
    <>
      <PageHeader
        title={t('evacuation.title', { name: host?.name ?? '' })}
        crumb={{ label: host?.name ?? t('hosts.title'), to: paths.host(id) }}
        actions={
          plan.data &&
          host && <GoButton host={host} plan={plan.data} task={task} onDone={refresh} />
        }
      />
      <p className="bd-subtle bd-gap-below">{t('evacuation.text')}</p>
      {task && busy && <GroupBoard task={task} />}
      {plan.error && !plan.data ? (
        <FaultView
          error={plan.error}
          what={t('evacuation.plan.error')}
          onRetry={() => void plan.refetch().catch(() => undefined)}
        />
      ) : (
        <Section title={t('evacuation.plan')}>
          <MovePlan
            label={t('evacuation.plan')}
            steps={plan.data?.evacuationPlan}
            errorTitle={t('evacuation.plan.error')}
            none={t('evacuation.plan.none', { name: host?.name ?? '' })}
            to={hostLink}
            how={how}
          />
        </Section>
      )}
      {task && host && !busy && (
        <GroupBoard
          task={task}
          after={canReturn(task, host) && <ReturnButton task={task} name={host.name} />}
        />
      )}
    </>
  );
}

type Step = EvacuationPlanQuery['evacuationPlan'][number];

const hostLink = ({ id, name }: NonNullable<MoveStep['target']>) => (
  <Link className="bd-link" to={paths.host(id)}>
    {name}
  </Link>
);

const how: Column<Step> = {
  key: 'kind',
  label: t('move.kind'),
  cell: ({ kind, target }) => (target ? t(`move.kind.${kind}`) : <Absent />),
};

const canReturn = (task: TaskRowFragment, host: { readonly maintenance: boolean }): boolean =>
  task.type === 'EVACUATE_HOST' && (host.maintenance || (task.childCounts?.succeeded ?? 0) > 0);

interface GoButtonProps {
  readonly host: NonNullable<EvacuationPlanQuery['host']>;
  readonly plan: EvacuationPlanQuery;
  readonly task: TaskRowFragment | undefined;
  readonly onDone: () => void;
}

function GoButton({ host, plan, task, onDone }: GoButtonProps) {
  const { send, busy } = useTaskRequest(EvacuateHostDocument);
  const steps = plan.evacuationPlan;
  const reason =
    task && isUnderWay(task.status)
      ? t('evacuation.go.busy')
      : steps.length > 0 && steps.every(({ target }) => !target)
        ? t('evacuation.go.hopeless')
        : undefined;
  const go = async (): Promise<void> => {
    if (await send({ id: host.id }, t('evacuation.failed', { name: host.name }))) onDone();
  };
  return (
    <>
      {reason && <span className="bd-subtle">{reason}</span>}
      <Button isLoading={busy} isDisabled={busy || !!reason} onClick={() => void go()}>
        {t('evacuation.go', { name: host.name })}
      </Button>
    </>
  );
}
