import { useQuery } from '@apollo/client/react';
import { Alert, Checkbox, FormGroup, Radio, Skeleton } from '@patternfly/react-core';
import { useState } from 'react';
import {
  type KeepMethod,
  ShutdownCloudDocument,
  ShutdownHostsDocument,
  ShutdownPlanDocument,
  type ShutdownPlanQuery,
} from '../../../api/generated/graphql.ts';
import { quantityText, ramQuantity } from '../../../components/byte-size.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { FaultView } from '../../../components/FaultView.tsx';
import { plural, t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';

interface ShutdownDialogProps {
  /** Null: the whole cloud. */
  readonly host: { readonly id: string; readonly name: string } | null;
  readonly onClose: () => void;
}

/** Says what would be stopped and what is left alone, and asks for a word before it is done. */
export function ShutdownDialog({ host, onClose }: ShutdownDialogProps) {
  const [powerOff, setPowerOff] = useState(false);
  const [method, setMethod] = useState<KeepMethod | null>(null);
  const shutDown = useShutdown(host);
  const { data, error, refetch } = useQuery(ShutdownPlanDocument, {
    variables: host ? { hostIds: [host.id] } : {},
    fetchPolicy: 'network-only',
  });
  const plan = data?.shutdownPlan;
  return (
    <ConfirmDialog
      title={host ? t('hostShut.title', { name: host.name }) : t('cloud.shutdown.title')}
      confirm={host ? t('hostShut.confirm', { name: host.name }) : t('cloud.shutdown')}
      typed={host?.name ?? t('cloud.shutdown.typed')}
      onConfirm={() => {
        onClose();
        void shutDown({ powerOff, method });
      }}
      onCancel={onClose}
    >
      <p className="bd-gap-below">{t('shutPlan.text')}</p>
      {plan && <PlanView plan={plan} />}
      {!plan && error && (
        <FaultView
          error={error}
          what={t('shutPlan.error')}
          onRetry={() => void refetch().catch(() => undefined)}
        />
      )}
      {!plan && !error && <Skeleton height="80px" screenreaderText={t('loading')} />}
      <FormGroup
        role="radiogroup"
        fieldId="keep"
        label={t('shutPlan.method')}
        className="bd-gap-below"
      >
        {([null, 'MANAGED_SAVE', 'SNAPSHOT'] as const).map((each) => (
          <Radio
            key={each}
            id={`keep-${each ?? 'usual'}`}
            name="keep"
            label={t(`shutPlan.method.${each ?? 'usual'}`)}
            isChecked={method === each}
            onChange={() => setMethod(each)}
          />
        ))}
      </FormGroup>
      <Checkbox
        id="power-off"
        label={t('shutPlan.powerOff')}
        description={byHand(plan)}
        isChecked={powerOff}
        onChange={(_event, on) => setPowerOff(on)}
      />
    </ConfirmDialog>
  );
}

type Plan = ShutdownPlanQuery['shutdownPlan'];

function byHand(plan: Plan | undefined): string | undefined {
  const names = plan?.hosts.filter((host) => !host.canSwitchOn).map((host) => host.name) ?? [];
  return names.length > 0 ? t('shutPlan.powerOff.byHand', { names: names.join(', ') }) : undefined;
}

function PlanView({ plan }: { plan: Plan }) {
  const keep = plan.vms.filter(({ act }) => act === 'KEEP');
  const leave = plan.vms.filter(({ act }) => act === 'LEAVE');
  const ram = keep.reduce((sum, vm) => sum + vm.ramMiB, 0);
  const vms = plural(keep.length, 'vms.one', 'vms.many');
  return (
    <>
      <Alert
        isInline
        isPlain
        variant="info"
        className="bd-gap-below"
        title={t('shutPlan.keep', { vms, ram: quantityText(ramQuantity(ram)) })}
      />
      {leave.length > 0 && (
        <Alert isInline variant="warning" title={t('shutPlan.leave')} className="bd-gap-below">
          <ul>
            {leave.map((vm) => (
              <li key={vm.id}>
                {t('shutPlan.leave.vm', { name: vm.name, host: vm.hostName, reason: vm.reason })}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  );
}

interface How {
  readonly powerOff: boolean;
  readonly method: KeepMethod | null;
}

function useShutdown(host: ShutdownDialogProps['host']) {
  const cloud = useTaskRequest(ShutdownCloudDocument);
  const hosts = useTaskRequest(ShutdownHostsDocument);
  return (how: How): Promise<boolean> =>
    host
      ? hosts.send({ ...how, ids: [host.id] }, t('hostShut.failed', { name: host.name }))
      : cloud.send(how, t('cloud.shutdown.failed'));
}
