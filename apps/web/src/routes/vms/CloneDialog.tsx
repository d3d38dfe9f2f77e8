import { useMutation } from '@apollo/client/react';
import {
  Alert,
  Button,
  Checkbox,
  Form,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core';
import { type FormEvent, useId, useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import { CloneVmDocument } from '../../api/generated/graphql.ts';
import { requestKey } from '../../api/request-key.ts';
import { remedyOf, titleOf } from '../../components/fault-words.ts';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { showTask } from '../../shell/toast-store.ts';
import { ClonePreviewView } from './ClonePreviewView.tsx';
import { type CloneDraft, cloneInput, countOf, prefixFault } from './clone-form.ts';

interface CloneDialogProps {
  readonly vm: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** How many clones, named how; beside it what will be made and whether there is room. */
export function CloneDialog({ vm, onClose }: CloneDialogProps) {
  const id = useId();
  const [draft, setDraft] = useState<CloneDraft>({ count: '1', prefix: '', start: true });
  const [key] = useState(requestKey);
  const [clone, { loading, error }] = useMutation(CloneVmDocument);
  const change = (next: Partial<CloneDraft>) => setDraft((old) => ({ ...old, ...next }));
  const fault = error && faultOf(error);
  const faultAt = (path: string) => fault?.fields.find((field) => field.path === path)?.message;
  const count = countOf(draft);
  const input = cloneInput(vm.id, draft);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!input || loading) return;
    try {
      const { data } = await clone({ variables: { input: { ...input, clientMutationId: key } } });
      if (data) showTask(data.cloneVm);
      onClose();
    } catch {
      // The hook's own error is shown above the fields or at one of them.
    }
  };
  return (
    <Modal
      isOpen
      variant="medium"
      aria-labelledby={`${id}-title`}
      elementToFocus={`[data-count="${CSS.escape(id)}"]`}
      onClose={onClose}
    >
      <ModalHeader title={t('clone.title', { name: vm.name })} labelId={`${id}-title`} />
      <ModalBody>
        <Form id={`${id}-form`} noValidate onSubmit={(event) => void submit(event)}>
          {fault && fault.fields.length === 0 && (
            <Alert isInline variant="danger" title={titleOf(fault)}>
              {remedyOf(fault)}
            </Alert>
          )}
          <TextField
            id={`${id}-count`}
            data-count={id}
            label={t('clone.count')}
            value={draft.count}
            inputMode="numeric"
            autoComplete="off"
            help={t('clone.count.help')}
            fault={faultAt('count') ?? (count === undefined ? t('clone.count.fault') : undefined)}
            onChange={(value) => change({ count: value })}
          />
          <TextField
            id={`${id}-prefix`}
            label={count === 1 ? t('clone.prefix') : t('clone.prefixes')}
            value={draft.prefix}
            autoComplete="off"
            help={t('clone.prefix.help')}
            fault={faultAt('namePrefix') ?? faultAt('name') ?? prefixFault(draft.prefix)}
            onChange={(prefix) => change({ prefix })}
          />
          <Checkbox
            id={`${id}-start`}
            label={t('clone.start')}
            isChecked={draft.start}
            onChange={(_event, start) => change({ start })}
          />
        </Form>
        <ClonePreviewView vm={vm} draft={draft} />
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form={`${id}-form`}
          isLoading={loading}
          isDisabled={loading || !input}
        >
          {count === undefined || count === 1
            ? t('clone.make', { name: vm.name })
            : t('clone.makeMany', { count })}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
