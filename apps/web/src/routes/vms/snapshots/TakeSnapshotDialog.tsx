import { Checkbox, FormGroup, Switch, TextArea } from '@patternfly/react-core';
import { useState } from 'react';
import {
  CreateSnapshotDocument,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { quantityText, ramQuantity } from '../../../components/byte-size.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';

interface TakeSnapshotDialogProps {
  readonly vm: VmDetailFieldsFragment;
  readonly onClose: () => void;
}

/** Asks what a snapshot is to be called and what it is to keep. */
export function TakeSnapshotDialog({ vm, onClose }: TakeSnapshotDialogProps) {
  const { send, busy, fault } = useTaskRequest(CreateSnapshotDocument);
  const [draft, setDraft] = useState(fresh);
  return (
    <FormDialog
      title={t('takeSnapshot.title', { name: vm.name })}
      focus="#take-snapshot-name"
      fault={fault}
      fields={['name']}
      submit={t('snapshots.take')}
      busy={busy}
      onSubmit={async () => {
        if (await send({ vmId: vm.id, ...draft })) onClose();
      }}
      onClose={onClose}
    >
      <Fields
        vm={vm}
        draft={draft}
        nameFault={fault?.fields.find(({ path }) => path === 'name')?.message}
        change={(next) => setDraft((old) => ({ ...old, ...next }))}
      />
    </FormDialog>
  );
}

const fresh = { name: '', description: '', memory: true, requirePing: true };

interface FieldsProps {
  readonly vm: VmDetailFieldsFragment;
  readonly draft: typeof fresh;
  readonly nameFault: string | undefined;
  readonly change: (next: Partial<typeof fresh>) => void;
}

function Fields({ vm, draft, nameFault, change }: FieldsProps) {
  const runs = vm.status === 'RUNNING' || vm.status === 'SUSPENDED';
  const ram = quantityText(ramQuantity(vm.ramMiB));
  const memoryHelp = !runs
    ? t('takeSnapshot.memory.none')
    : draft.memory
      ? t('takeSnapshot.memory.on', { ram })
      : t('takeSnapshot.memory.off');
  return (
    <>
      <TextField
        id="take-snapshot-name"
        label={t('takeSnapshot.name')}
        value={draft.name}
        autoComplete="off"
        maxLength={100}
        isRequired
        help={t('takeSnapshot.name.help')}
        fault={nameFault}
        onChange={(name) => change({ name })}
      />
      <FormGroup label={t('takeSnapshot.description')} fieldId="take-snapshot-description">
        <TextArea
          id="take-snapshot-description"
          value={draft.description}
          rows={2}
          resizeOrientation="vertical"
          onChange={(_event, description) => change({ description })}
        />
      </FormGroup>
      <div>
        <Switch
          id="take-snapshot-memory"
          label={t('takeSnapshot.memory')}
          isChecked={runs && draft.memory}
          isDisabled={!runs}
          aria-describedby="take-snapshot-memory-help"
          onChange={(_event, memory) => change({ memory })}
        />
        <p id="take-snapshot-memory-help" className="bd-subtle">
          {memoryHelp}
        </p>
      </div>
      {runs && (
        <Checkbox
          id="take-snapshot-ping"
          label={t('takeSnapshot.ping')}
          description={t('takeSnapshot.ping.help')}
          isChecked={draft.requirePing}
          onChange={(_event, requirePing) => change({ requirePing })}
        />
      )}
    </>
  );
}
