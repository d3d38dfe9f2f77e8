import { useMutation } from '@apollo/client/react';
import { type ReactNode, useState } from 'react';
import { type ApiFault, faultOf } from '../../../api/api-fault.ts';
import { PurgeVmDocument, UndeleteVmDocument } from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { showFault, showTask } from '../../../shell/toast-store.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';

interface DeletedVm {
  readonly id: string;
  readonly name: string;
}

/** Restoring and removing deleted VMs; asks for another name when the old one is taken. */
export function useDeletedActions(onDone: () => void) {
  const [undelete] = useMutation(UndeleteVmDocument);
  const purge = useTaskRequest(PurgeVmDocument);
  const [removing, setRemoving] = useState<DeletedVm>();
  const [renaming, setRenaming] = useState<DeletedVm & { readonly fault: ApiFault }>();

  const restore = async (vm: DeletedVm, name?: string): Promise<void> => {
    try {
      const input = { id: vm.id, ...(name && { name }), clientMutationId: requestKey() };
      const { data } = await undelete({ variables: { input } });
      if (data) showTask(data.undeleteVm);
      setRenaming(undefined);
      onDone();
    } catch (error) {
      const fault = faultOf(error);
      if (fault.fields.some(({ path }) => path === 'name')) setRenaming({ ...vm, fault });
      else showFault(t('deleted.restore.failed', { name: vm.name }), fault);
    }
  };
  const remove = async (vm: DeletedVm): Promise<void> => {
    setRemoving(undefined);
    if (await purge.send({ id: vm.id }, t('deleted.remove.failed', { name: vm.name }))) onDone();
  };
  const dialog: ReactNode = (
    <>
      {removing && (
        <ConfirmDialog
          title={t('deleted.remove.title', { name: removing.name })}
          confirm={t('deleted.remove.button', { name: removing.name })}
          typed={removing.name}
          onConfirm={() => void remove(removing)}
          onCancel={() => setRemoving(undefined)}
        >
          <p>{t('deleted.remove.text', { name: removing.name })}</p>
        </ConfirmDialog>
      )}
      {renaming && (
        <RenameDialog
          vm={renaming}
          fault={renaming.fault}
          onRestore={(name) => void restore(renaming, name)}
          onCancel={() => setRenaming(undefined)}
        />
      )}
    </>
  );
  return { restore, askRemove: setRemoving, dialog } as const;
}

function RenameDialog(props: {
  vm: DeletedVm;
  fault: ApiFault;
  onRestore: (name: string) => void;
  onCancel: () => void;
}) {
  const [name, setName] = useState(`${props.vm.name}-2`.slice(0, 30));
  return (
    <ConfirmDialog
      title={t('deleted.rename.title', { name: props.vm.name })}
      confirm={t('deleted.restore')}
      danger={false}
      onConfirm={() => props.onRestore(name)}
      onCancel={props.onCancel}
    >
      <TextField
        id="restore-name"
        label={t('new.name')}
        value={name}
        fault={props.fault.fields[0]?.message}
        onChange={setName}
      />
    </ConfirmDialog>
  );
}
