import { useState } from 'react';
import { EjectMediaDocument, type VmDetailFieldsFragment } from '../../api/generated/graphql.ts';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { t } from '../../messages/message.ts';
import { useTaskRequest } from '../../shell/use-task-request.ts';
import { InsertMediaDialog } from './InsertMediaDialog.tsx';

/** The disc in the drive of a VM, with the ways to change it and to take it out. */
export function VmDrive({ vm }: { vm: VmDetailFieldsFragment }) {
  const { send, busy } = useTaskRequest(EjectMediaDocument);
  const [inserting, setInserting] = useState(false);
  const disc = vm.drive?.disc ?? null;
  const state = vm.actions.find((each) => each.action === 'CHANGE_MEDIA');
  const reason = state?.allowed ? undefined : (state?.reason ?? t('vm.action.forbidden'));
  const button = (label: string, act: () => void) => (
    <ReasonedButton variant="link" isInline isDisabled={busy} reason={reason} onClick={act}>
      {label}
    </ReasonedButton>
  );
  return (
    <>
      {disc ? disc.name : <span className="bd-subtle">{t('drive.empty')}</span>}{' '}
      {button(disc ? t('drive.change') : t('drive.insert'), () => setInserting(true))}
      {disc && (
        <> {button(t('drive.eject'), () => void send({ id: vm.id }, t('drive.eject.failed')))}</>
      )}
      {inserting && <InsertMediaDialog vm={vm} disc={disc} onClose={() => setInserting(false)} />}
    </>
  );
}
