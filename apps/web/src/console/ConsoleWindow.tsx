import { useQuery, useSubscription } from '@apollo/client/react';
import { useParams, useSearchParams } from 'react-router';
import { VmDetailDocument, VmDetailUpdatedDocument } from '../api/generated/graphql.ts';
import { FaultView } from '../components/FaultView.tsx';
import { t } from '../messages/message.ts';
import { useVmActions } from '../routes/vms/use-vm-actions.tsx';
import { Toasts } from '../shell/Toasts.tsx';
import { ConsoleView } from './ConsoleView.tsx';

/** The console alone, for a window of its own. */
export function ConsoleWindow() {
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const { data, error, refetch } = useQuery(VmDetailDocument, { variables: { id } });
  useSubscription(VmDetailUpdatedDocument, { variables: { id }, ignoreResults: true });
  const actions = useVmActions();
  const vm = data?.vm;
  return (
    <main className="bd-console-window" aria-busy={!vm && !error}>
      <title>{t('console.title', { name: vm?.name ?? '' })}</title>
      {!vm && error && (
        <FaultView
          error={error}
          what={t('vm.error')}
          onRetry={() => void refetch().catch(() => undefined)}
        />
      )}
      {vm && (
        <ConsoleView
          vm={vm}
          kind={params.get('kind') === 'serial' ? 'serial' : 'vnc'}
          pending={actions.pending.has(vm.id)}
          onAction={(action) => actions.run(action, vm)}
        />
      )}
      {actions.dialog}
      <Toasts />
    </main>
  );
}
