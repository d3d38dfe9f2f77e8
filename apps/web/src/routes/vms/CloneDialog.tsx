import { Checkbox } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { CloneVmDocument } from '../../api/generated/graphql.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { useTaskRequest } from '../../shell/use-task-request.ts';
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
  const { send, busy, fault } = useTaskRequest(CloneVmDocument);
  const change = (next: Partial<CloneDraft>) => setDraft((old) => ({ ...old, ...next }));
  const faultAt = (path: string) => fault?.fields.find((field) => field.path === path)?.message;
  const count = countOf(draft);
  const input = cloneInput(vm.id, draft);
  const submit = async (): Promise<void> => {
    if (input && (await send(input))) onClose();
  };
  return (
    <FormDialog
      title={t('clone.title', { name: vm.name })}
      size="medium"
      focus={`[data-count="${CSS.escape(id)}"]`}
      fault={fault}
      fields={['count', 'namePrefix', 'name']}
      submit={
        count === undefined || count === 1
          ? t('clone.make', { name: vm.name })
          : t('clone.makeMany', { count })
      }
      busy={busy}
      isDisabled={!input}
      onSubmit={submit}
      onClose={onClose}
      below={<ClonePreviewView vm={vm} draft={draft} />}
    >
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
    </FormDialog>
  );
}
