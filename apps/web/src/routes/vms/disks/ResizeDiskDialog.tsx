import { useState } from 'react';
import { ResizeDiskDocument } from '../../../api/generated/graphql.ts';
import { diskQuantity, quantityText } from '../../../components/byte-size.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { typedGiB } from './typed-gib.ts';

interface ResizeDiskDialogProps {
  readonly disk: { readonly id: string; readonly target: string; readonly sizeGiB: number };
  readonly onClose: () => void;
}

/** Asks for more room on a disk. */
export function ResizeDiskDialog({ disk, onClose }: ResizeDiskDialogProps) {
  const [size, setSize] = useState(String(disk.sizeGiB * 2));
  const { send, busy, fault } = useTaskRequest(ResizeDiskDocument);
  const now = quantityText(diskQuantity(disk.sizeGiB));
  const sizeGiB = typedGiB(size);
  const grows = sizeGiB !== undefined && sizeGiB > disk.sizeGiB;
  const refused = fault?.fields.find((field) => field.path === 'sizeGiB')?.message;
  const wrong =
    sizeGiB === undefined
      ? t('disk.size.whole')
      : grows
        ? undefined
        : t('disk.resize.more', { size: now });
  const submit = async () => {
    if (!grows) return;
    if (await send({ id: disk.id, sizeGiB })) onClose();
  };
  return (
    <FormDialog
      title={t('disk.resize.title', { target: disk.target })}
      description={t('disk.resize.text', { size: now })}
      submit={t('disk.resize.submit')}
      busy={busy}
      fault={fault}
      fields={['sizeGiB']}
      focus="#resize-size"
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        id="resize-size"
        label={t('disk.sizeGiB')}
        inputMode="numeric"
        autoComplete="off"
        value={size}
        fault={wrong ?? refused}
        onChange={setSize}
      />
    </FormDialog>
  );
}
