import { Switch } from '@patternfly/react-core';
import {
  EditVmDocument,
  type VmAction,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { GraceTime } from '../deleted/GraceTime.tsx';
import { useVmPage } from '../VmPage.tsx';
import { EditForm } from './EditForm.tsx';
import { PendingChanges } from './PendingChanges.tsx';
import { Sharing } from './Sharing.tsx';
import '../../account/account.css';
import './settings.css';

/** Size, name, expiry and order; who else may use it; lock; deletion. */
export function Component() {
  const { vm, actions } = useVmPage();
  const reasonOf = (action: VmAction): string | undefined => {
    const state = vm.actions.find((each) => each.action === action);
    return state?.allowed ? undefined : (state?.reason ?? t('vm.action.forbidden'));
  };
  const undeletable = reasonOf('DELETE');
  return (
    <>
      <PendingChanges vm={vm} onReboot={() => actions.run('REBOOT', vm)} />
      <Section title={t('edit.title')}>
        <EditForm key={vm.id} vm={vm} reason={reasonOf('EDIT')} />
      </Section>
      <Section title={t('share.title')}>
        <div className="bd-settings-part">
          <Sharing vm={vm} reason={reasonOf('SHARE')} />
        </div>
      </Section>
      <Section title={t('lock.title')}>
        <div className="bd-settings-part">
          <Lock vm={vm} reason={reasonOf('LOCK')} />
        </div>
      </Section>
      <Section title={t('danger.title')}>
        <div className="bd-settings-part">
          <p>
            {t('danger.text')} <GraceTime />
          </p>
          <ReasonedButton
            variant="danger"
            reason={undeletable}
            onClick={() => actions.run('DELETE', vm)}
          >
            {t('vm.confirm.button', { verb: t('vm.verb.delete'), name: vm.name })}
          </ReasonedButton>
        </div>
      </Section>
    </>
  );
}

function Lock({ vm, reason }: { vm: VmDetailFieldsFragment; reason: string | undefined }) {
  const { send, busy } = useTaskRequest(EditVmDocument);
  const set = (locked: boolean) => send({ id: vm.id, locked }, t('lock.failed', { name: vm.name }));
  return (
    <>
      <p className="bd-subtle">{vm.locked ? t('lock.on.text') : t('lock.off.text')}</p>
      <Switch
        id="vm-lock"
        label={t('lock.switch')}
        isChecked={vm.locked}
        isDisabled={busy || reason !== undefined}
        onChange={(_event, locked) => void set(locked)}
      />
      {reason && <p className="bd-subtle">{reason}</p>}
    </>
  );
}
