import { FormGroup, Radio, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { DetachDiskDocument } from '../../../api/generated/graphql.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';

interface DetachDiskDialogProps {
  readonly vmName: string;
  readonly disk: { readonly id: string; readonly target: string };
  readonly onClose: () => void;
}

/** Asks whether the volume is kept; what goes for good asks for the disk's name. */
export function DetachDiskDialog({ vmName, disk, onClose }: DetachDiskDialogProps) {
  const { target } = disk;
  const [keepVolume, setKeep] = useState(true);
  const [typed, setTyped] = useState('');
  const { send, busy, fault } = useTaskRequest(DetachDiskDocument);
  const submit = async () => {
    if (await send({ id: disk.id, keepVolume })) onClose();
  };
  const option = (keep: boolean) => ({
    id: keep ? 'detach-keep' : 'detach-delete',
    name: 'detach-volume',
    isChecked: keepVolume === keep,
    onChange: () => setKeep(keep),
  });
  return (
    <FormDialog
      title={t('disk.detach.title', { target, name: vmName })}
      description={t('disk.detach.text')}
      submit={
        keepVolume ? t('disk.detach.submit', { target }) : t('disk.detach.submitDelete', { target })
      }
      danger={!keepVolume}
      busy={busy}
      isDisabled={!keepVolume && typed !== target}
      fault={fault}
      focus="#detach-keep"
      onSubmit={submit}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label={t('disk.detach.what')} isStack>
        <Radio
          {...option(true)}
          label={t('disk.detach.keep')}
          description={t('disk.detach.keep.text')}
        />
        <Radio
          {...option(false)}
          label={t('disk.detach.delete')}
          description={t('disk.detach.delete.text')}
        />
      </FormGroup>
      {!keepVolume && (
        <FormGroup label={t('confirm.type', { name: target })} fieldId="detach-typed">
          <TextInput
            id="detach-typed"
            value={typed}
            autoComplete="off"
            onChange={(_event, value) => setTyped(value)}
          />
        </FormGroup>
      )}
    </FormDialog>
  );
}
