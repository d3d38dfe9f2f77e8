import { useState } from 'react';
import { AttachDiskDocument } from '../../../api/generated/graphql.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { DatastoreField } from './DatastoreField.tsx';
import { typedGiB } from './typed-gib.ts';

interface AttachDiskDialogProps {
  readonly vm: { readonly id: string; readonly name: string; readonly status: string };
  readonly onClose: () => void;
}

const FIELDS = ['sizeGiB', 'datastoreId'];

/** Asks for a new disk: its size, and where it goes with the reasons. */
export function AttachDiskDialog({ vm, onClose }: AttachDiskDialogProps) {
  const [size, setSize] = useState('10');
  const [datastoreId, setDatastoreId] = useState('');
  const [left, setLeft] = useState(false);
  const { send, busy, fault } = useTaskRequest(AttachDiskDocument);
  const sizeGiB = typedGiB(size);
  const refused = fault?.fields.find((field) => FIELDS.includes(field.path))?.message;
  const wrong = left && sizeGiB === undefined ? t('disk.size.whole') : undefined;
  const submit = async () => {
    setLeft(true);
    if (sizeGiB === undefined) return;
    const where = datastoreId ? { datastoreId } : {};
    if (await send({ vmId: vm.id, sizeGiB, ...where })) onClose();
  };
  return (
    <FormDialog
      title={t('disk.attach.title', { name: vm.name })}
      description={vm.status === 'RUNNING' ? t('disk.attach.running') : t('disk.attach.off')}
      submit={t('disk.attach.submit')}
      busy={busy}
      fault={fault}
      fields={FIELDS}
      focus="#attach-size"
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        id="attach-size"
        label={t('disk.sizeGiB')}
        inputMode="numeric"
        autoComplete="off"
        value={size}
        fault={wrong ?? refused}
        onChange={setSize}
        onBlur={() => setLeft(true)}
      />
      {sizeGiB !== undefined && (
        <DatastoreField
          vmId={vm.id}
          sizeGiB={sizeGiB}
          value={datastoreId}
          onPick={setDatastoreId}
        />
      )}
    </FormDialog>
  );
}
