import { useMutation } from '@apollo/client/react';
import { Button, FormGroup, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  type DatastoreRowFragment,
  EmptyDatastoreDocument,
  type EmptyingPlanQuery,
} from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { showFault, showTask } from '../../../shell/toast-store.ts';
import { limitFault } from '../../vms/migration/migrate-form.ts';
import './EmptyingForm.css';

interface EmptyingFormProps {
  readonly datastore: DatastoreRowFragment;
  readonly others: readonly DatastoreRowFragment[];
  readonly plan: EmptyingPlanQuery['emptyingPlan'] | undefined;
  /** Empty: the best for each VM. */
  readonly targetId: string;
  readonly busy: boolean;
  readonly onPick: (targetId: string) => void;
  readonly onDone: () => void;
}

/** Where the disks are to go, how fast, and the start. */
export function EmptyingForm(props: EmptyingFormProps) {
  const { datastore, others, plan, targetId, busy, onPick } = props;
  const [limit, setLimit] = useState('');
  const { go, loading } = useGo(props);
  const reason = reasonAgainst(plan, busy);
  return (
    <div className="bd-emptying-form">
      <FormGroup label={t('emptying.to')} fieldId="emptying-to">
        <FormSelect id="emptying-to" value={targetId} onChange={(_event, picked) => onPick(picked)}>
          <FormSelectOption value="" label={t('emptying.to.best')} />
          {others.map(({ id, name, closed }) => (
            <FormSelectOption
              key={id}
              value={id}
              isDisabled={closed}
              label={closed ? t('emptying.to.closed', { name }) : name}
            />
          ))}
        </FormSelect>
      </FormGroup>
      <TextField
        id="emptying-limit"
        label={t('migrate.bandwidth')}
        help={t('emptying.limit.help')}
        inputMode="numeric"
        autoComplete="off"
        value={limit}
        fault={limitFault(limit)}
        onChange={setLimit}
      />
      <div className="bd-emptying-go">
        <Button
          isLoading={loading}
          isDisabled={loading || !plan || !!reason || !!limitFault(limit)}
          onClick={() => void go(limit)}
        >
          {t('emptying.go', { name: datastore.name })}
        </Button>
        {reason && <span className="bd-subtle">{reason}</span>}
      </div>
    </div>
  );
}

function reasonAgainst(plan: EmptyingFormProps['plan'], busy: boolean): string | undefined {
  if (busy) return t('emptying.go.busy');
  const hopeless = plan && plan.steps.length > 0 && plan.steps.every(({ target }) => !target);
  return hopeless ? t('emptying.go.hopeless') : undefined;
}

function useGo({ datastore, targetId, onDone }: EmptyingFormProps) {
  const [empty, { loading }] = useMutation(EmptyDatastoreDocument);
  const go = async (limit: string): Promise<void> => {
    const bandwidthMiBps = limit.trim() === '' ? null : Number(limit);
    const wish = { id: datastore.id, targetId: targetId || null, bandwidthMiBps };
    try {
      const input = { ...wish, clientMutationId: requestKey() };
      const { data } = await empty({ variables: { input } });
      if (data) showTask(data.emptyDatastore);
      onDone();
    } catch (error) {
      showFault(t('emptying.failed', { name: datastore.name }), faultOf(error));
    }
  };
  return { go, loading } as const;
}
