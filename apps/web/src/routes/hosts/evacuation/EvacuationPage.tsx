import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import { useParams } from 'react-router';
import { faultOf } from '../../../api/api-fault.ts';
import {
  EvacuateHostDocument,
  EvacuationPlanDocument,
  type EvacuationPlanQuery,
  HostMovesDocument,
  HostMovesUpdatedDocument,
  type TaskRowFragment,
  VmsOfHostUpdatedDocument,
} from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { FaultView } from '../../../components/FaultView.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { useSoon } from '../../../components/use-soon.ts';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { showFault, showTask } from '../../../shell/toast-store.ts';
import { isUnderWay } from '../../tasks/task-words.ts';
import { EvacuationBoard } from './EvacuationBoard.tsx';
import { EvacuationSteps } from './EvacuationSteps.tsx';

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
      {task && host && busy && <EvacuationBoard task={task} host={host} />}
      {plan.error && !plan.data ? (
        <FaultView
          error={plan.error}
          what={t('evacuation.plan.error')}
          onRetry={() => void plan.refetch().catch(() => undefined)}
        />
      ) : (
        <Section title={t('evacuation.plan')}>
          <EvacuationSteps steps={plan.data?.evacuationPlan} name={host?.name ?? ''} />
        </Section>
      )}
      {task && host && !busy && <EvacuationBoard task={task} host={host} />}
    </>
  );
}

interface GoButtonProps {
  readonly host: NonNullable<EvacuationPlanQuery['host']>;
  readonly plan: EvacuationPlanQuery;
  readonly task: TaskRowFragment | undefined;
  readonly onDone: () => void;
}

function GoButton({ host, plan, task, onDone }: GoButtonProps) {
  const [evacuate, { loading }] = useMutation(EvacuateHostDocument);
  const steps = plan.evacuationPlan;
  const reason =
    task && isUnderWay(task.status)
      ? t('evacuation.go.busy')
      : steps.length > 0 && steps.every(({ target }) => !target)
        ? t('evacuation.go.hopeless')
        : undefined;
  const go = async (): Promise<void> => {
    try {
      const input = { id: host.id, clientMutationId: requestKey() };
      const { data } = await evacuate({ variables: { input } });
      if (data) showTask(data.evacuateHost);
      onDone();
    } catch (error) {
      showFault(t('evacuation.failed', { name: host.name }), faultOf(error));
    }
  };
  return (
    <>
      {reason && <span className="bd-subtle">{reason}</span>}
      <Button isLoading={loading} isDisabled={loading || !!reason} onClick={() => void go()}>
        {t('evacuation.go', { name: host.name })}
      </Button>
    </>
  );
}
