import { useQuery } from '@apollo/client/react';
import { FormGroup } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import { DiscChoicesDocument, InsertMediaDocument } from '../../api/generated/graphql.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { titleOf } from '../../components/fault-words.ts';
import { PickOne } from '../../components/PickList.tsx';
import { t } from '../../messages/message.ts';
import { useTaskRequest } from '../../shell/use-task-request.ts';

interface InsertMediaDialogProps {
  readonly vm: { readonly id: string; readonly name: string };
  /** What is in the drive now. */
  readonly disc: { readonly id: string } | null;
  readonly onClose: () => void;
}

/** Asks for a disc to be put into the drive of a VM. */
export function InsertMediaDialog({ vm, disc, onClose }: InsertMediaDialogProps) {
  const { data, error } = useQuery(DiscChoicesDocument, { fetchPolicy: 'cache-and-network' });
  const [picked, setPicked] = useState('');
  const { send, busy, fault } = useTaskRequest(InsertMediaDocument);
  const discs = (data?.templates ?? []).filter(
    ({ format, active, id }) => format === 'ISO' && active && id !== disc?.id,
  );
  const templateId = picked || discs[0]?.id;
  const submit = async () => {
    if (templateId && (await send({ id: vm.id, templateId }))) onClose();
  };
  return (
    <FormDialog
      title={t('drive.insert.title', { name: vm.name })}
      description={disc ? t('drive.insert.instead') : t('drive.insert.text')}
      submit={t('drive.insert')}
      busy={busy}
      isDisabled={!templateId}
      fault={fault}
      focus="#insert-disc"
      onSubmit={submit}
      onClose={onClose}
    >
      <FormGroup label={t('drive.disc')} fieldId="insert-disc">
        <PickOne
          id="insert-disc"
          fullWidth
          label={t('drive.disc')}
          value={templateId ?? ''}
          choices={discs.map(({ id, name, os, version }) => ({
            value: id,
            label: name,
            description: `${os} ${version}`.trim(),
          }))}
          isDisabled={discs.length === 0}
          onPick={setPicked}
        />
        {error && <p className="bd-field-fault">{titleOf(faultOf(error))}</p>}
        {data && discs.length === 0 && <p className="bd-field-fault">{t('drive.insert.none')}</p>}
      </FormGroup>
    </FormDialog>
  );
}
