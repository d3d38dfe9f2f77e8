import { useQuery, useSubscription } from '@apollo/client/react';
import { useState } from 'react';
import { useParams } from 'react-router';
import {
  DatastoreUpdatedDocument,
  EmptyingPlanDocument,
  EmptyingsDocument,
  EmptyingsUpdatedDocument,
  VmsOfHostUpdatedDocument,
} from '../../../api/generated/graphql.ts';
import { FaultView } from '../../../components/FaultView.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { useSoon } from '../../../components/use-soon.ts';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { GroupBoard } from '../../tasks/GroupBoard.tsx';
import { isUnderWay } from '../../tasks/task-words.ts';
import { EmptyingForm } from './EmptyingForm.tsx';
import { EmptyingSteps } from './EmptyingSteps.tsx';

/** What emptying a datastore would do, and, once begun, how far it is. */
export function Component() {
  const { id = '' } = useParams();
  const [targetId, setTargetId] = useState('');
  const stores = useQuery(EmptyingsDocument, { fetchPolicy: 'cache-and-network' });
  const plan = useQuery(EmptyingPlanDocument, {
    variables: { id, targetId: targetId || null },
    fetchPolicy: 'cache-and-network',
  });
  const refresh = useSoon(() => {
    void plan.refetch().catch(() => undefined);
    void stores.refetch().catch(() => undefined);
  });
  const live = { ignoreResults: true, onData: refresh } as const;
  useSubscription(DatastoreUpdatedDocument, live);
  useSubscription(EmptyingsUpdatedDocument, live);
  useSubscription(VmsOfHostUpdatedDocument, live);
  const datastore = stores.data?.datastores.find((each) => each.id === id);
  const name = datastore?.name ?? '';
  const task = datastore?.emptying;
  const busy = !!task && isUnderWay(task.status);
  const found = (plan.data ?? plan.previousData)?.emptyingPlan;
  const error = plan.error ?? (stores.data && !datastore ? undefined : stores.error);
  return (
    <>
      <PageHeader
        title={t('emptying.title', { name })}
        crumb={{ label: t('datastores.title'), to: paths.datastores() }}
      />
      <p className="bd-subtle bd-gap-below">{t('emptying.text')}</p>
      {task && busy && <GroupBoard task={task} />}
      {error && !found ? (
        <FaultView error={error} what={t('emptying.plan.error')} onRetry={refresh} />
      ) : (
        <Section title={t('emptying.plan')}>
          {datastore && (
            <EmptyingForm
              datastore={datastore}
              others={stores.data?.datastores.filter((each) => each.id !== id) ?? []}
              {...{ plan: found, targetId, busy }}
              onPick={setTargetId}
              onDone={refresh}
            />
          )}
          <EmptyingSteps plan={found} name={name} />
        </Section>
      )}
      {task && !busy && <GroupBoard task={task} />}
    </>
  );
}
