import { useQuery, useSubscription } from '@apollo/client/react';
import { Skeleton } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  CloudNowDocument,
  CloudUpdatedDocument,
  HostUpdatedDocument,
  MaintenancePageDocument,
  type MaintenancePageQuery,
} from '../../../api/generated/graphql.ts';
import { FaultView } from '../../../components/FaultView.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { Section } from '../../../components/Section.tsx';
import { StateBadge } from '../../../components/StateBadge.tsx';
import { useSoon } from '../../../components/use-soon.ts';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { TaskChildren } from '../../tasks/TaskChildren.tsx';
import { TaskState } from '../../tasks/TaskState.tsx';
import { isUnderWay } from '../../tasks/task-words.ts';
import { KeptVms, LeftAlone } from './KeptVms.tsx';
import { MaintenanceHosts } from './MaintenanceHosts.tsx';
import { ShutdownDialog } from './ShutdownDialog.tsx';
import { useBoot } from './use-boot.ts';

const crumb = { label: t('hosts.title'), to: paths.hosts() };
const badges = { OPEN: 'done', CLOSING: 'working', CLOSED: 'stopped', OPENING: 'working' } as const;
type Task = MaintenancePageQuery['maintenance']['task'];

/** Shuts hosts or the whole cloud down with every VM's memory kept, and brings it all back. */
export function Component() {
  const { data, error, refetch } = useQuery(MaintenancePageDocument);
  const refresh = useSoon(refetch);
  useSubscription(CloudUpdatedDocument, { ignoreResults: true, onData: refresh });
  useSubscription(HostUpdatedDocument, { ignoreResults: true, onData: refresh });
  const state = useQuery(CloudNowDocument).data?.cloud.state;
  const found = data?.maintenance;
  return (
    <>
      <PageHeader
        title={t('maintenance.title')}
        crumb={crumb}
        badge={state && <StateBadge kind={badges[state]} word={t(`cloud.${state}`)} />}
        actions={found && state && <CloudActions state={state} found={found} />}
      />
      {!found && error && (
        <FaultView error={error} what={t('maintenance.error')} onRetry={refresh} />
      )}
      {!found && !error && <Skeleton height="240px" screenreaderText={t('loading')} />}
      {found?.task && <LastTask task={found.task} />}
      {data && <MaintenanceHosts hosts={data.hosts} shutHosts={data.maintenance.shutHosts} />}
      {found && (
        <KeptVms vms={found.keptVms} shut={new Set(found.shutHosts.map((shut) => shut.host.id))} />
      )}
      {found && found.leftAlone.length > 0 && <LeftAlone vms={found.leftAlone} />}
    </>
  );
}

function LastTask({ task }: { task: NonNullable<Task> }) {
  return (
    <>
      <Section title={t('maintenance.task')}>
        <p>
          <Link className="bd-link" to={paths.task(task.id)}>
            {task.title}
          </Link>{' '}
          <TaskState status={task.status} />
          {isUnderWay(task.status) && ` ${task.progress} %`}
        </p>
        {task.message && <p>{task.message}</p>}
      </Section>
      <TaskChildren task={task} />
    </>
  );
}

interface CloudActionsProps {
  readonly state: 'OPEN' | 'CLOSING' | 'CLOSED' | 'OPENING';
  readonly found: MaintenancePageQuery['maintenance'];
}

function CloudActions({ state, found }: CloudActionsProps) {
  const [asking, setAsking] = useState(false);
  const { bootCloud } = useBoot();
  const isShut = state === 'CLOSED' || found.shutHosts.length > 0 || found.keptVms.length > 0;
  const busy = state === 'CLOSING' || state === 'OPENING';
  const whyNotBoot = busy ? t('cloud.busy') : isShut ? undefined : t('cloud.nothingShut');
  return (
    <>
      <ReasonedButton
        variant={state === 'CLOSED' ? 'primary' : 'secondary'}
        reason={whyNotBoot}
        onClick={() => void bootCloud()}
      >
        {t('cloud.boot')}
      </ReasonedButton>
      <ReasonedButton
        variant="secondary"
        isDanger
        reason={state === 'OPEN' ? undefined : t('cloud.notOpen')}
        onClick={() => setAsking(true)}
      >
        {t('cloud.shutdown')}
      </ReasonedButton>
      {asking && <ShutdownDialog host={null} onClose={() => setAsking(false)} />}
    </>
  );
}
