import { useQuery } from '@apollo/client/react';
import { Modal, ModalBody, ModalHeader, Skeleton } from '@patternfly/react-core';
import { useId, useState } from 'react';
import {
  MigrateVmDetailDocument,
  type MigrateVmDetailQuery,
  MigrateVmDocument,
} from '../../../api/generated/graphql.ts';
import { FaultView } from '../../../components/FaultView.tsx';
import { DialogForm } from '../../../components/FormDialog.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { MigrateFields } from './MigrateFields.tsx';
import { type MigrateDraft, migrateInput } from './migrate-form.ts';

interface MigrateDialogProps {
  readonly vm: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Where a VM is to go and how; beside it what each host says to that. */
export function MigrateDialog({ vm, onClose }: MigrateDialogProps) {
  const id = useId();
  const { data, error, refetch } = useQuery(MigrateVmDetailDocument, {
    variables: { id: vm.id },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <Modal isOpen variant="medium" aria-labelledby={`${id}-title`} onClose={onClose}>
      <ModalHeader title={t('migrate.title', { name: vm.name })} labelId={`${id}-title`} />
      {data?.vm ? (
        <MigrateForm vm={{ ...vm, ...data.vm }} onClose={onClose} />
      ) : (
        <ModalBody>
          {error ? (
            <FaultView
              error={error}
              what={t('migrate.title', { name: vm.name })}
              onRetry={() => void refetch()}
            />
          ) : (
            <Skeleton height="160px" screenreaderText={t('loading')} />
          )}
        </ModalBody>
      )}
    </Modal>
  );
}

type Detail = NonNullable<MigrateVmDetailQuery['vm']> & { readonly name: string };

function MigrateForm({ vm, onClose }: { vm: Detail; onClose: () => void }) {
  const id = useId();
  const [draft, setDraft] = useState<MigrateDraft>({
    ...{ hostId: '', datastoreId: '', still: false, bandwidth: '', downtime: '' },
  });
  const { send, busy, fault } = useTaskRequest(MigrateVmDocument);
  const input = migrateInput(vm.id, draft, vm.status);
  const submit = async (): Promise<void> => {
    if (input && (await send(input))) onClose();
  };
  return (
    <DialogForm
      fault={fault}
      submit={t('migrate.go', { name: vm.name })}
      busy={busy}
      isDisabled={!input}
      onSubmit={submit}
      onClose={onClose}
    >
      <MigrateFields
        id={id}
        vm={vm}
        draft={draft}
        onChange={(next) => setDraft((old) => ({ ...old, ...next }))}
      />
    </DialogForm>
  );
}
