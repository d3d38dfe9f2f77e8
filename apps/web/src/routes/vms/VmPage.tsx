import { useApolloClient, useQuery, useSubscription } from '@apollo/client/react';
import { useEffect, useRef } from 'react';
import { Link, Outlet, useMatch, useNavigate, useOutletContext, useParams } from 'react-router';
import {
  type TaskRowFragment,
  VmDetailDocument,
  type VmDetailFieldsFragment,
  VmDetailUpdatedDocument,
  VmRemovedDocument,
} from '../../api/generated/graphql.ts';
import { AwaitedPage } from '../../components/AwaitedPage.tsx';
import { Glow } from '../../components/Glow.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ProgressLine } from '../../components/ProgressLine.tsx';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { TabNav } from '../../components/TabNav.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { FellShortAlert, fellShort } from './FellShort.tsx';
import { ForceOffAlert, wentUnheard } from './ForceOff.tsx';
import { useVmActions } from './use-vm-actions.tsx';
import { VmActionMenu } from './VmActionMenu.tsx';
import { VmBadges } from './VmBadges.tsx';
import { StateAge, VmState } from './VmState.tsx';
import { actionWord, likelyAction, vmState } from './vm-words.ts';
import './vm-columns.css';
import './VmPage.css';

const crumb = { label: t('vms.title'), to: paths.vms() };

/** What the tabs of a VM's page get from it. */
export interface VmPageContext {
  readonly vm: VmDetailFieldsFragment;
  readonly actions: ReturnType<typeof useVmActions>;
}

/** The VM of the page around a tab, and its actions. */
export const useVmPage = (): VmPageContext => useOutletContext<VmPageContext>();

/** One VM: header with state, task and actions; its tabs are routes. */
export function Component() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(VmDetailDocument, { variables: { id } });
  useSubscription(VmDetailUpdatedDocument, { variables: { id }, ignoreResults: true });
  useLeaveWhenRemoved(id);
  const vm = data?.vm;
  useFreshAfterTask(vm?.activeTask?.id, () => void refetch().catch(() => undefined));
  if (vm) return <VmView key={vm.id} vm={vm} />;
  return (
    <AwaitedPage
      title={t('vm.title')}
      crumb={crumb}
      error={error}
      what={t('vm.error')}
      onRetry={() => void refetch().catch(() => undefined)}
      toList={t('vm.toList')}
    />
  );
}

/** Disks and network are not part of the live changes: they are asked for when work has ended. */
function useFreshAfterTask(taskId: string | undefined, refetch: () => void): void {
  const last = useRef(taskId);
  const latest = useRef(refetch);
  useEffect(() => {
    latest.current = refetch;
  });
  useEffect(() => {
    if (last.current && !taskId) latest.current();
    last.current = taskId;
  }, [taskId]);
}

/** A VM that is gone for good leaves its page for the list, where the toast tells the end. */
function useLeaveWhenRemoved(id: string): void {
  const navigate = useNavigate();
  const client = useApolloClient();
  useSubscription(VmRemovedDocument, {
    fetchPolicy: 'no-cache',
    ignoreResults: true,
    onData: ({ data }) => {
      if (data.data?.vmRemoved !== id) return;
      void navigate(paths.vms(), { replace: true });
      client.cache.evict({ id: client.cache.identify({ __typename: 'Vm', id }) ?? '' });
    },
  });
}

function VmView({ vm }: { vm: VmDetailFieldsFragment }) {
  const actions = useVmActions();
  const context: VmPageContext = { vm, actions };
  const last = vm.activeTask ? undefined : vm.tasks[0];
  const unheard = last && vm.status === 'RUNNING' && wentUnheard(last) ? last : undefined;
  return (
    <>
      <PageHeader
        title={vm.name}
        crumb={crumb}
        badge={
          <>
            <VmHeadState vm={vm} />
            <VmBadges vm={vm} />
          </>
        }
        actions={<VmButtons vm={vm} actions={actions} />}
      />
      <div className="bd-vm-tabs">
        {vm.activeTask && <CurrentTask task={vm.activeTask} />}
        <TabNav label={t('vm.tabs')} tabs={tabsOf(vm.id)} />
      </div>
      {unheard && <ForceOffAlert vm={vm} message={unheard.error?.message} />}
      {last && fellShort(vm, last) && <FellShortAlert task={last} />}
      <Outlet context={context} />
      {actions.dialog}
    </>
  );
}

const tabsOf = (id: string) => [
  { to: paths.vmTab(id, 'overview'), label: t('vm.tab.overview') },
  { to: paths.vmTab(id, 'console'), label: t('vm.tab.console') },
  { to: paths.vmTab(id, 'snapshots'), label: t('vm.tab.snapshots') },
  { to: paths.vmTab(id, 'disks'), label: t('vm.tab.disks') },
  { to: paths.vmTab(id, 'charts'), label: t('charts.title') },
  { to: paths.vmTab(id, 'history'), label: t('vm.tab.history') },
  { to: paths.vmTab(id, 'settings'), label: t('vm.tab.settings') },
];

function VmHeadState({ vm }: { vm: VmDetailFieldsFragment }) {
  return (
    <Glow of={vmState(vm).word}>
      <span className="bd-state-cell">
        <VmState vm={vm} />
        {vm.activeTask ? (
          <Link
            className="bd-quiet-link bd-subtle bd-state-age"
            to={paths.task(vm.activeTask.id)}
            title={vm.activeTask.title}
          >
            {vm.activeTask.progress} %
          </Link>
        ) : (
          <StateAge vm={vm} />
        )}
      </span>
    </Glow>
  );
}

function VmButtons({
  vm,
  actions,
}: {
  vm: VmDetailFieldsFragment;
  actions: VmPageContext['actions'];
}) {
  const likely = likelyAction(vm.status);
  const state = vm.actions.find((each) => each.action === likely);
  const pending = actions.pending.has(vm.id);
  const atConsole = useMatch('/vms/:id/console') !== null && likely === 'CONSOLE';
  const menu = (
    <VmActionMenu vm={vm} without={likely} onAction={(action) => actions.run(action, vm)} />
  );
  if (atConsole) return menu;
  return (
    <>
      <ReasonedButton
        variant="primary"
        isLoading={pending}
        reason={state?.allowed ? undefined : (state?.reason ?? t('vm.action.forbidden'))}
        onClick={() => {
          if (!pending) actions.run(likely, vm);
        }}
      >
        {actionWord(likely)}
      </ReasonedButton>
      {menu}
    </>
  );
}

type CurrentTaskProps = {
  readonly task: Pick<TaskRowFragment, 'id' | 'title' | 'message' | 'progress'>;
};

/** The task under way on this VM: a thin line, and its step in words where there is room; neither moves the page. */
function CurrentTask({ task }: CurrentTaskProps) {
  return (
    <>
      <div className="bd-current-line">
        <ProgressLine percent={task.progress} label={task.title} />
      </div>
      <Link className="bd-current-task bd-quiet-link" to={paths.task(task.id)} title={task.title}>
        {task.title}
        {task.message && <span className="bd-subtle"> · {task.message}</span>}
      </Link>
    </>
  );
}
