import { useMutation } from '@apollo/client/react';
import {
  Alert,
  Button,
  Checkbox,
  Form,
  FormGroup,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Switch,
  TextArea,
} from '@patternfly/react-core';
import { type FormEvent, useRef, useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  CreateSnapshotDocument,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { quantityText, ramQuantity } from '../../../components/byte-size.ts';
import { remedyOf, titleOf } from '../../../components/fault-words.ts';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { showTask } from '../../../shell/toast-store.ts';

interface TakeSnapshotDialogProps {
  readonly vm: VmDetailFieldsFragment;
  readonly onClose: () => void;
}

/** Asks what a snapshot is to be called and what it is to keep. */
export function TakeSnapshotDialog({ vm, onClose }: TakeSnapshotDialogProps) {
  const form = useTakeForm(vm);
  const { fault } = form;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await form.send()) onClose();
  };
  return (
    <Modal
      isOpen
      variant="small"
      aria-labelledby="take-snapshot-title"
      elementToFocus="#take-snapshot-name"
      onClose={onClose}
    >
      <ModalHeader
        title={t('takeSnapshot.title', { name: vm.name })}
        labelId="take-snapshot-title"
      />
      <ModalBody>
        <Form id="take-snapshot" noValidate onSubmit={(event) => void submit(event)}>
          {fault && fault.fields.length === 0 && (
            <Alert isInline variant="danger" title={titleOf(fault)}>
              {remedyOf(fault)}
            </Alert>
          )}
          <Fields vm={vm} form={form} />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form="take-snapshot"
          isLoading={form.sending}
          isDisabled={form.sending}
        >
          {t('snapshots.take')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function useTakeForm(vm: VmDetailFieldsFragment) {
  const [draft, setDraft] = useState({
    name: '',
    description: '',
    memory: true,
    requirePing: true,
  });
  const [create, { error, loading }] = useMutation(CreateSnapshotDocument);
  const key = useRef(requestKey());
  const fault = error && faultOf(error);
  const send = async (): Promise<boolean> => {
    const input = { vmId: vm.id, ...draft, clientMutationId: key.current };
    try {
      const { data } = await create({ variables: { input } });
      if (data) showTask(data.createSnapshot);
      return true;
    } catch {
      // The hook's own error is shown; what is typed next is another request.
      key.current = requestKey();
      return false;
    }
  };
  return {
    draft,
    fault,
    send,
    sending: loading,
    change: (next: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...next })),
    faultAt: (path: string) => fault?.fields.find((each) => each.path === path)?.message,
  } as const;
}

type TakeForm = ReturnType<typeof useTakeForm>;

function Fields({ vm, form }: { vm: VmDetailFieldsFragment; form: TakeForm }) {
  const { draft, change, faultAt } = form;
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
        fault={faultAt('name')}
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
