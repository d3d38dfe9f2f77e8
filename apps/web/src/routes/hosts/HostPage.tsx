import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Alert, Button, Switch } from '@patternfly/react-core';
import { useState } from 'react';
import { Link, Outlet, useOutletContext, useParams } from 'react-router';
import { faultOf } from '../../api/api-fault.ts';
import {
  HostDetailDocument,
  type HostDetailFieldsFragment,
  HostDetailUpdatedDocument,
  ReconcileHostDocument,
  SetHostMaintenanceDocument,
} from '../../api/generated/graphql.ts';
import { ActionMenu } from '../../components/ActionMenu.tsx';
import { AwaitedPage } from '../../components/AwaitedPage.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Glow } from '../../components/Glow.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { TabNav } from '../../components/TabNav.tsx';
import { plural, t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { showFault, showNote } from '../../shell/toast-store.ts';
import { EditHostDialog } from './EditHostDialog.tsx';
import { HostState } from './HostState.tsx';
import { PowerMethodDialog } from './power/PowerMethodDialog.tsx';
import { RespawnOffer } from './RespawnOffer.tsx';
import { useHostPower } from './use-host-power.tsx';
import { useRemoveHost } from './use-remove-host.tsx';

const crumb = { label: t('hosts.title'), to: paths.hosts() };

/** The host of the page around a tab. */
export const useHostPage = (): HostDetailFieldsFragment => useOutletContext();

/** One host: header with state and actions; its tabs are routes. */
export function Component() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(HostDetailDocument, { variables: { id } });
  useSubscription(HostDetailUpdatedDocument, { variables: { id }, ignoreResults: true });
  const host = data?.host;
  if (host) return <HostView key={host.id} host={host} />;
  return (
    <AwaitedPage
      title={t('host.title')}
      crumb={crumb}
      error={error}
      what={t('host.error')}
      onRetry={() => void refetch().catch(() => undefined)}
      toList={t('host.toList')}
    />
  );
}

function HostView({ host }: { host: HostDetailFieldsFragment }) {
  return (
    <>
      <PageHeader
        title={host.name}
        crumb={crumb}
        badge={
          <Glow of={host.status}>
            <HostState host={host} />
          </Glow>
        }
        actions={<HostActions host={host} />}
      />
      {host.statusReason && host.status !== 'UP' && (
        <Alert
          component="h2"
          isInline
          variant="warning"
          title={host.statusReason}
          className="bd-gap-below"
        >
          {t('host.away.text', { count: plural(host.vmCount, 'vms.one', 'vms.many') })}
        </Alert>
      )}
      {host.status === 'DOWN' && host.vmCount > 0 && <RespawnOffer host={host} />}
      <TabNav
        label={t('host.tabs')}
        tabs={[
          { to: paths.hostTab(host.id, 'overview'), label: t('vm.tab.overview') },
          { to: paths.hostTab(host.id, 'vms'), label: t('host.tab.vms', { count: host.vmCount }) },
          { to: paths.hostTab(host.id, 'charts'), label: t('charts.title') },
          { to: paths.hostTab(host.id, 'hardware'), label: t('host.hardware') },
          { to: paths.hostTab(host.id, 'migration'), label: t('hostMigration.title') },
          { to: paths.hostTab(host.id, 'history'), label: t('vm.tab.history') },
        ]}
      />
      <Outlet context={host} />
    </>
  );
}

/** What is done seldom: behind three dots. */
function MoreActions({ host }: { host: HostDetailFieldsFragment }) {
  const [editing, setEditing] = useState(false);
  const [powering, setPowering] = useState(false);
  const removal = useRemoveHost(host);
  const power = useHostPower(host);
  return (
    <>
      <ActionMenu
        label={t('host.actions', { name: host.name })}
        items={[
          { key: 'edit', label: t('host.edit'), onSelect: () => setEditing(true) },
          { key: 'method', label: t('power.method'), onSelect: () => setPowering(true) },
          ...power.items,
          {
            key: 'remove',
            label: t('host.remove'),
            danger: true,
            reason: host.vmCount > 0 ? t('host.remove.hasVms') : undefined,
            onSelect: removal.ask,
          },
        ]}
      />
      {editing && <EditHostDialog host={host} onClose={() => setEditing(false)} />}
      {powering && <PowerMethodDialog host={host} onClose={() => setPowering(false)} />}
      {power.dialog}
      {removal.dialog}
    </>
  );
}

function HostActions({ host }: { host: HostDetailFieldsFragment }) {
  const [asking, setAsking] = useState(false);
  const [setMaintenance, changing] = useMutation(SetHostMaintenanceDocument);
  const [reconcile, reconciling] = useMutation(ReconcileHostDocument);
  const turn = async (on: boolean): Promise<void> => {
    setAsking(false);
    try {
      await setMaintenance({ variables: { input: { id: host.id, on } } });
    } catch (error) {
      showFault(t('host.maintenance.failed', { name: host.name }), faultOf(error));
    }
  };
  const reconcileNow = async (): Promise<void> => {
    try {
      await reconcile({ variables: { input: { id: host.id } } });
      showNote(t('host.reconciled', { name: host.name }));
    } catch (error) {
      showFault(t('host.reconcile.failed', { name: host.name }), faultOf(error));
    }
  };
  return (
    <>
      <Switch
        id="maintenance"
        label={t('host.maintenance')}
        isChecked={host.maintenance}
        isDisabled={changing.loading}
        onChange={(_event, on) => (on ? setAsking(true) : void turn(false))}
      />
      <Link to={paths.evacuation(host.id)} className="pf-v6-c-button pf-m-secondary">
        {t('evacuation.open')}
      </Link>
      <Button
        variant="secondary"
        isLoading={reconciling.loading}
        isDisabled={reconciling.loading}
        onClick={() => void reconcileNow()}
      >
        {t('host.reconcile')}
      </Button>
      <MoreActions host={host} />
      {asking && (
        <ConfirmDialog
          title={t('host.maintenance.title', { name: host.name })}
          confirm={t('host.maintenance.confirm', { name: host.name })}
          danger={false}
          onConfirm={() => void turn(true)}
          onCancel={() => setAsking(false)}
        >
          {t('host.maintenance.text')}
        </ConfirmDialog>
      )}
    </>
  );
}
