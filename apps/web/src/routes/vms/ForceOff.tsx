import { Alert, Button } from '@patternfly/react-core';
import type { TaskStatus, TaskType } from '../../api/generated/graphql.ts';
import { t } from '../../messages/message.ts';
import { useVmActions, type VmSubject } from './use-vm-actions.tsx';

/** A task that asked the guest to shut down, and was not heard. */
export const wentUnheard = (task: { readonly type: TaskType; readonly status: TaskStatus }) =>
  task.status === 'FAILED' && (task.type === 'SHUTDOWN_VM' || task.type === 'REBOOT_VM');

/** Offers what is never done by itself: to pull the plug of a guest that does not shut down. */
export function ForceOff({ vm }: { vm: VmSubject }) {
  const actions = useVmActions();
  return (
    <>
      <Button
        variant="link"
        isInline
        isDanger
        isLoading={actions.pending.has(vm.id)}
        onClick={() => actions.run('DESTROY', vm)}
      >
        {t('forceOff.button', { name: vm.name })}
      </Button>
      {actions.dialog}
    </>
  );
}

/** The same on the VM's page, for as long as the VM runs on. */
export function ForceOffAlert({ vm, message }: { vm: VmSubject; message: string | undefined }) {
  return (
    <Alert
      component="h2"
      isInline
      variant="warning"
      title={t('forceOff.title', { name: vm.name })}
      className="bd-gap-below"
      actionLinks={<ForceOff vm={vm} />}
    >
      {message}
    </Alert>
  );
}
