import { useQuery } from '@apollo/client/react';
import { Alert, AlertActionLink, Checkbox, Skeleton } from '@patternfly/react-core';
import { type ReactNode, useId, useState } from 'react';
import {
  RespawnPlanDocument,
  type RespawnPlanQuery,
  RespawnVmsDocument,
} from '../../api/generated/graphql.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { FaultView } from '../../components/FaultView.tsx';
import { plural, t } from '../../messages/message.ts';
import { useTaskRequest } from '../../shell/use-task-request.ts';

interface DownHost {
  readonly id: string;
  readonly name: string;
  readonly vmCount: number;
}
type Plan = RespawnPlanQuery['respawnPlan'];
type PlanVm = Plan['vms'][number];

/** Of a host that is down: the way to have its VMs run elsewhere. */
export function RespawnOffer({ host }: { host: DownHost }) {
  const [asking, setAsking] = useState(false);
  const count = plural(host.vmCount, 'vms.one', 'vms.many');
  return (
    <>
      <Alert
        isInline
        component="h2"
        variant="info"
        className="bd-gap-below"
        title={t('respawn.offer', { count })}
        actionLinks={
          <AlertActionLink onClick={() => setAsking(true)}>{t('respawn.ask')}</AlertActionLink>
        }
      />
      {asking && <RespawnDialog host={host} onClose={() => setAsking(false)} />}
    </>
  );
}

function RespawnDialog({ host, onClose }: { host: DownHost; onClose: () => void }) {
  const { id: hostId, name } = host;
  const [giveUpKept, setGiveUpKept] = useState(false);
  const { data, previousData, error, refetch } = useQuery(RespawnPlanDocument, {
    variables: { hostId, giveUpKept },
    fetchPolicy: 'network-only',
  });
  const respawn = useTaskRequest(RespawnVmsDocument);
  const plan = (data ?? previousData)?.respawnPlan;
  const needsWord = plan?.fencing === 'CONFIRMATION';
  const send = (): void => {
    onClose();
    const input = { hostId, confirmed: needsWord, giveUpKept };
    void respawn.send(input, t('respawn.failed', { name }));
  };
  return (
    <ConfirmDialog
      // The words that are asked for depend on the plan.
      key={plan ? 'plan' : 'waiting'}
      title={t('respawn.title', { name })}
      confirm={t('respawn.confirm', { name })}
      {...(needsWord || giveUpKept || !plan ? { typed: name } : {})}
      impossible={!plan || plan.obstacle !== null}
      onConfirm={send}
      onCancel={onClose}
    >
      {plan ? (
        <PlanView
          name={name}
          plan={plan}
          kept={<KeptChoice plan={plan} name={name} value={giveUpKept} onChange={setGiveUpKept} />}
        />
      ) : error ? (
        <FaultView
          error={error}
          what={t('respawn.plan.failed')}
          onRetry={() => void refetch().catch(() => undefined)}
        />
      ) : (
        <Skeleton height="120px" screenreaderText={t('loading')} />
      )}
    </ConfirmDialog>
  );
}

const fencingWords = {
  BMC: 'respawn.fencing.bmc',
  CONFIRMATION: 'respawn.fencing.confirm',
  NOT_NEEDED: 'respawn.fencing.none',
} as const;

interface KeptChoiceProps {
  readonly name: string;
  readonly plan: Plan;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Whether what VMs have kept on the host is waited for any longer. */
function KeptChoice({ name, plan, value, onChange }: KeptChoiceProps) {
  const id = useId();
  const count = plan.vms.filter((vm) => vm.kept).length;
  if (count === 0) return null;
  const vms = plural(count, 'vms.one', 'vms.many');
  return (
    <Checkbox
      id={id}
      className="bd-gap-below"
      label={t('respawn.kept', { name, vms })}
      description={t('respawn.kept.text', { name })}
      isChecked={value}
      onChange={(_event, checked) => onChange(checked)}
    />
  );
}

interface PlanViewProps {
  readonly name: string;
  readonly plan: Plan;
  readonly kept: ReactNode;
}

function PlanView({ name, plan, kept }: PlanViewProps) {
  return (
    <>
      {plan.obstacle && (
        <Alert isInline variant="danger" className="bd-gap-below" title={plan.obstacle} />
      )}
      <Alert
        isInline
        className="bd-gap-below"
        variant={plan.fencing === 'BMC' ? 'info' : 'danger'}
        title={t(fencingWords[plan.fencing], { name })}
      />
      {kept}
      {plan.vms.some((vm) => goesBack(vm, plan.reverts)) && <p>{t('respawn.reverts')}</p>}
      <DataTable
        label={t('respawn.vms', { name })}
        columns={columnsOf(plan)}
        rows={plan.vms}
        rowKey={(vm) => vm.id}
        rowName={(vm) => vm.name}
        empty={null}
        errorTitle={t('respawn.plan.failed')}
        onRetry={() => undefined}
      />
    </>
  );
}

const goesBack = ({ act, kept, snapshot }: PlanVm, reverts: boolean): boolean =>
  act === 'START' && reverts && !kept && snapshot !== null;

/** What becomes of one VM, in words. */
function fateOf(vm: PlanVm, reverts: boolean): string {
  const { act, reason } = vm;
  const words = act === 'START' ? t('respawn.act.START') : t(`respawn.act.${act}`, { reason });
  const back = goesBack(vm, reverts) && vm.snapshot;
  const memory = vm.keptIn ? 'respawn.memory.snapshot' : 'respawn.memory.lost';
  return [
    words,
    ...(act === 'START' && vm.kept ? [t(memory)] : []),
    ...(back ? [t('respawn.back', { name: back })] : []),
    ...(vm.busy ? [t('respawn.busy', { title: vm.busy })] : []),
  ].join(', ');
}

const columnsOf = (plan: Plan): readonly Column<PlanVm>[] => [
  { key: 'name', label: t('respawn.vm'), cell: (vm) => vm.name },
  { key: 'fate', label: t('respawn.what'), cell: (vm) => fateOf(vm, plan.reverts) },
];
