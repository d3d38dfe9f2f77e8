import { useMutation } from '@apollo/client/react';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { faultOf } from '../../api/api-fault.ts';
import { RemoveHostDocument } from '../../api/generated/graphql.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { showFault, showNote } from '../../shell/toast-store.ts';

/** Takes a host out of the cloud, after asking; `dialog` is rendered by the caller. */
export function useRemoveHost({ id, name }: { readonly id: string; readonly name: string }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [remove] = useMutation(RemoveHostDocument);
  const removeNow = async (): Promise<void> => {
    setAsking(false);
    try {
      await remove({
        variables: { input: { id } },
        update: (cache) => cache.evict({ fieldName: 'hosts' }),
      });
      showNote(t('host.removed', { name }));
      void navigate(paths.hosts());
    } catch (error) {
      showFault(t('host.remove.failed', { name }), faultOf(error));
    }
  };
  const dialog: ReactNode = asking && (
    <ConfirmDialog
      title={t('host.remove.title', { name })}
      confirm={t('host.remove.confirm', { name })}
      typed={name}
      onConfirm={() => void removeNow()}
      onCancel={() => setAsking(false)}
    >
      {t('host.remove.text')}
    </ConfirmDialog>
  );
  return { ask: () => setAsking(true), dialog } as const;
}
