import { useMutation, useQuery } from '@apollo/client/react';
import {
  Alert,
  Button,
  Form,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Skeleton,
} from '@patternfly/react-core';
import { type FormEvent, useId, useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  MigrateVmDetailDocument,
  type MigrateVmDetailQuery,
  MigrateVmDocument,
} from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { FaultView } from '../../../components/FaultView.tsx';
import { remedyOf, titleOf } from '../../../components/fault-words.ts';
import { t } from '../../../messages/message.ts';
import { showTask } from '../../../shell/toast-store.ts';
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
  const [key] = useState(requestKey);
  const [migrate, { loading, error }] = useMutation(MigrateVmDocument);
  const fault = error && faultOf(error);
  const input = migrateInput(vm.id, draft, vm.status);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!input || loading) return;
    try {
      const { data } = await migrate({ variables: { input: { ...input, clientMutationId: key } } });
      if (data) showTask(data.migrateVm);
      onClose();
    } catch {
      // The hook's own error is shown above the fields.
    }
  };
  return (
    <>
      <ModalBody>
        <Form id={`${id}-form`} noValidate onSubmit={(event) => void submit(event)}>
          {fault && (
            <Alert isInline variant="danger" title={titleOf(fault)}>
              {remedyOf(fault)}
            </Alert>
          )}
          <MigrateFields
            id={id}
            vm={vm}
            draft={draft}
            onChange={(next) => setDraft((old) => ({ ...old, ...next }))}
          />
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form={`${id}-form`}
          isLoading={loading}
          isDisabled={loading || !input}
        >
          {t('migrate.go', { name: vm.name })}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </>
  );
}
