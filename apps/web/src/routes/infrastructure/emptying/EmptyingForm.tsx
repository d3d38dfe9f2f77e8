import { Button, FormGroup } from '@patternfly/react-core';
import { useState } from 'react';
import {
  type DatastoreRowFragment,
  EmptyDatastoreDocument,
  type EmptyingPlanQuery,
} from '../../../api/generated/graphql.ts';
import { PickOne } from '../../../components/PickList.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { BandwidthField } from '../../vms/migration/BandwidthField.tsx';
import { limitFault, limitOf } from '../../vms/migration/migrate-form.ts';
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
  const { datastore, others, plan, targetId, busy, onPick, onDone } = props;
  const [limit, setLimit] = useState('');
  const { send, busy: sending } = useTaskRequest(EmptyDatastoreDocument);
  const reason = reasonAgainst(plan, busy);
  const go = async (): Promise<void> => {
    const wish = { id: datastore.id, targetId: targetId || null, bandwidthMiBps: limitOf(limit) };
    if (await send(wish, t('emptying.failed', { name: datastore.name }))) onDone();
  };
  return (
    <div className="bd-emptying-form">
      <FormGroup label={t('emptying.to')} fieldId="emptying-to">
        <PickOne
          id="emptying-to"
          fullWidth
          label={t('emptying.to')}
          value={targetId}
          choices={[
            { value: '', label: t('emptying.to.best') },
            ...others.map(({ id, name, closed }) => ({
              value: id as string,
              label: name,
              ...(closed && { description: t('datastore.closed'), isDisabled: true }),
            })),
          ]}
          onPick={onPick}
        />
      </FormGroup>
      <BandwidthField
        id="emptying-limit"
        help={t('emptying.limit.help')}
        value={limit}
        onChange={setLimit}
      />
      <div className="bd-emptying-go">
        <Button
          isLoading={sending}
          isDisabled={sending || !plan || !!reason || !!limitFault(limit)}
          onClick={() => void go()}
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
