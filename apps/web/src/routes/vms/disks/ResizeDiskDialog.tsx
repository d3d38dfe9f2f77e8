import { useState } from 'react';
import { ResizeDiskDocument } from '../../../api/generated/graphql.ts';
import { diskQuantity, quantityText } from '../../../components/byte-size.ts';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { DiskFormDialog } from './DiskFormDialog.tsx';
import { typedGiB, useDiskRequest } from './use-disk-request.ts';

interface ResizeDiskDialogProps {
  readonly disk: { readonly id: string; readonly target: string; readonly sizeGiB: number };
  readonly onClose: () => void;
}

/** Asks for more room on a disk. */
export function ResizeDiskDialog({ disk, onClose }: ResizeDiskDialogProps) {
  const [size, setSize] = useState(String(disk.sizeGiB * 2));
  const { send, sending, fault } = useDiskRequest(ResizeDiskDocument);
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
    if (!(await send({ id: disk.id, sizeGiB }))) onClose();
  };
  return (
    <DiskFormDialog
      title={t('disk.resize.title', { target: disk.target })}
      text={t('disk.resize.text', { size: now })}
      submit={t('disk.resize.submit')}
      sending={sending}
      fault={refused ? undefined : fault}
      focus="#resize-size"
      onSubmit={() => void submit()}
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
    </DiskFormDialog>
  );
}
