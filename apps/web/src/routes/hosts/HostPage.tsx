import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Alert, Button, Skeleton, Switch } from '@patternfly/react-core';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'react-router';
import { faultOf } from '../../api/api-fault.ts';
import {
  HostDetailDocument,
  type HostDetailFieldsFragment,
  HostUpdatedDocument,
  ReconcileHostDocument,
  SetHostMaintenanceDocument,
} from '../../api/generated/graphql.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { FaultView } from '../../components/FaultView.tsx';
import { Glow } from '../../components/Glow.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { PropertyList } from '../../components/PropertyList.tsx';
import { Section } from '../../components/Section.tsx';
import { plural, t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { showFault, showNote } from '../../shell/toast-store.ts';
import { HostState } from './HostState.tsx';
import { HostVmList, Strangers } from './HostVmList.tsx';
import { capacityOf, healthOf, identityOf } from './host-facts.tsx';

const HostCharts = lazy(async () => {
  const { HostCharts: Charts } = await import('../../charts/HostCharts.tsx');
  return { default: Charts };
});

const crumb = { label: t('hosts.title'), to: paths.hosts() };

/** One host: room, health, its VMs, domains nobody knows, maintenance, reconcile. */
export function Component() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(HostDetailDocument, { variables: { id } });
  useSubscription(HostUpdatedDocument, { ignoreResults: true });
  const host = data?.host;
  if (host) return <HostView key={host.id} host={host} />;
  return (
    <>
      <PageHeader title={t('host.title')} crumb={crumb} />
      {error ? (
        <FaultView
          error={error}
          what={t('host.error')}
          onRetry={() => void refetch().catch(() => undefined)}
          action={
            <Link className="bd-link" to={paths.hosts()}>
              {t('host.toList')}
            </Link>
          }
        />
      ) : (
        <Skeleton height="240px" screenreaderText={t('loading')} />
      )}
    </>
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
      <Section title={t('host.capacity')}>
        <PropertyList items={capacityOf(host)} />
      </Section>
      <Section title={t('host.health')}>
        <PropertyList items={healthOf(host)} />
      </Section>
      <Suspense fallback={<Skeleton height="340px" />}>
        <HostCharts id={host.id} name={host.name} />
      </Suspense>
      <HostVmList hostId={host.id} count={host.vmCount} />
      {host.strangers.length > 0 && <Strangers host={host} />}
      <Section title={t('host.machine')}>
        <PropertyList items={identityOf(host)} />
      </Section>
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
      <Button
        variant="secondary"
        isLoading={reconciling.loading}
        isDisabled={reconciling.loading}
        onClick={() => void reconcileNow()}
      >
        {t('host.reconcile')}
      </Button>
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
