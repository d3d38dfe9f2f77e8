import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { ReturnVmsDocument } from '../../../api/generated/graphql.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';

/** Takes a host back into service, with the VMs that an evacuation took from it. */
export function ReturnButton({ task, name }: { task: { id: string }; name: string }) {
  const [asking, setAsking] = useState(false);
  const { send, busy } = useTaskRequest(ReturnVmsDocument);
  const go = (): void => {
    setAsking(false);
    void send({ id: task.id }, t('evacuation.back.failed', { name }));
  };
  return (
    <>
      <Button variant="secondary" isLoading={busy} onClick={() => setAsking(true)}>
        {t('evacuation.back')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t('evacuation.back.title', { name })}
          confirm={t('evacuation.back.confirm', { name })}
          danger={false}
          onConfirm={go}
          onCancel={() => setAsking(false)}
        >
          {t('evacuation.back.text', { name })}
        </ConfirmDialog>
      )}
    </>
  );
}
