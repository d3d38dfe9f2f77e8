import { useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  BalanceHostsDocument,
  BalancePlanDocument,
  BalanceTaskDocument,
  BalanceTaskUpdatedDocument,
} from '../../../api/generated/graphql.ts';
import { FaultView } from '../../../components/FaultView.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { useSoon } from '../../../components/use-soon.ts';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { TaskChildren } from '../../tasks/TaskChildren.tsx';
import { isUnderWay } from '../../tasks/task-words.ts';
import { BalanceBars } from './BalanceBars.tsx';
import { BalanceMoves } from './BalanceMoves.tsx';

const crumb = { label: t('hosts.title'), to: paths.hosts() };

/** How full hosts are, and moves that make them more even: each with its effect, done on a click. */
export function Component() {
  const { data, error, refetch } = useQuery(BalancePlanDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const tasks = useQuery(BalanceTaskDocument);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { send, busy } = useTaskRequest(BalanceHostsDocument);
  const again = () => void refetch().catch(() => undefined);
  const refresh = useSoon(() => Promise.allSettled([refetch(), tasks.refetch()]));
  useSubscription(BalanceTaskUpdatedDocument, { ignoreResults: true, onData: refresh });
  const moves = data?.balancePlan.moves ?? [];
  const chosen = moves.filter(({ vmId }) => !left.has(vmId));
  const task = tasks.data?.tasks.nodes[0];
  const go = async (): Promise<void> => {
    const wanted = chosen.map(({ vmId, to }) => ({ vmId, hostId: to.id }));
    if (await send({ moves: wanted }, t('balance.failed'))) refresh();
    else again();
  };
  const header = (
    <PageHeader
      title={t('balance.title')}
      crumb={crumb}
      actions={
        <>
          <Link className="bd-link" to={paths.settings('balance')}>
            {t('power.plan.settings')}
          </Link>
          <Button variant="secondary" onClick={again}>
            {t('balance.again')}
          </Button>
          <Button
            isLoading={busy}
            isDisabled={busy || chosen.length === 0}
            onClick={() => void go()}
          >
            {t('balance.go')}
          </Button>
        </>
      }
    />
  );
  return (
    <>
      {header}
      <p className="bd-subtle bd-gap-below">{t('balance.text')}</p>
      {error && !data ? (
        <FaultView error={error} what={t('balance.error')} onRetry={again} />
      ) : (
        <>
          <BalanceBars plan={data?.balancePlan} />
          <BalanceMoves moves={data?.balancePlan.moves} left={left} onLeave={setLeft} />
        </>
      )}
      {task && isUnderWay(task.status) && <TaskChildren task={task} />}
    </>
  );
}
