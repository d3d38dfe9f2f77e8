import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import { EditHostDocument, type HostDetailFieldsFragment } from '../../api/generated/graphql.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { showNote } from '../../shell/toast-store.ts';
import { machineRemedy, numberFaults } from './machine-fields.ts';

interface EditHostDialogProps {
  readonly host: HostDetailFieldsFragment;
  readonly onClose: () => void;
}

const textFields = [
  ['name', t('host.column.name')],
  ['rack', t('host.add.rack')],
  ['slot', t('host.add.slot')],
  ['address', t('host.add.address')],
  ['sshUser', t('host.add.user')],
  ['sshPort', t('host.add.port')],
  ['bridge', t('host.add.bridge')],
  ['hostKeyFingerprint', t('host.edit.key')],
] as const;
type FieldName = (typeof textFields)[number][0];

/** Changes what people may change of a host; a new way to it is tried before it is kept. */
export function EditHostDialog({ host, onClose }: EditHostDialogProps) {
  const before = Object.fromEntries(
    textFields.map(([name]) => [name, String(host[name] ?? '')]),
  ) as Record<FieldName, string>;
  const [draft, setDraft] = useState(before);
  const [save, { loading, error }] = useMutation(EditHostDocument);
  const fault = error && faultOf(error);
  const typed = numberFaults(draft);
  const faults = new Map(fault?.fields.map(({ path, message }) => [path, message]));
  const submit = async (): Promise<void> => {
    const changed = textFields.filter(([name]) => draft[name] !== before[name]);
    const input = Object.fromEntries(changed.map(([name]) => [name, sentValue(name, draft[name])]));
    try {
      await save({ variables: { input: { id: host.id, ...input } } });
      showNote(t('host.edited', { name: draft.name }));
      onClose();
    } catch {
      // The hook's own error is shown in the dialog.
    }
  };
  return (
    <FormDialog
      title={t('host.edit.title', { name: host.name })}
      focus="#edit-host-name"
      fault={fault}
      fields={textFields.map(([name]) => name)}
      remedy={fault && machineRemedy(fault)}
      submit={t('action.save')}
      busy={loading}
      isDisabled={Object.keys(typed).length > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      {textFields.map(([name, label]) => (
        <TextField
          key={name}
          id={`edit-host-${name}`}
          label={label}
          value={draft[name]}
          autoComplete="off"
          spellCheck={false}
          help={name === 'hostKeyFingerprint' ? t('host.edit.key.help') : undefined}
          fault={typed[name] ?? faults.get(name)}
          onChange={(value) => setDraft((old) => ({ ...old, [name]: value }))}
        />
      ))}
    </FormDialog>
  );
}

function sentValue(name: FieldName, text: string): string | number | null {
  if (name === 'slot') return text.trim() === '' ? null : Number(text);
  return name === 'sshPort' ? Number(text) : text.trim();
}
