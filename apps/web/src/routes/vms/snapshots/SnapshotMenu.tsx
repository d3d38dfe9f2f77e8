import { useState } from 'react';
import {
  DeleteSnapshotDocument,
  RevertToSnapshotDocument,
  type SnapshotRowFragment,
  type VmAction,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { ActionMenu } from '../../../components/ActionMenu.tsx';
import { quantityText, ramQuantity } from '../../../components/byte-size.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { formatExact, formatSpan, useNow } from '../../../components/moments.ts';
import { plural, t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { SaveAsTemplateDialog } from '../SaveAsTemplateDialog.tsx';

interface SnapshotMenuProps {
  readonly vm: VmDetailFieldsFragment;
  readonly snapshot: SnapshotRowFragment;
}
type Verb = 'revert' | 'delete';
type Asked = Verb | 'save';

/** What may be done with one snapshot; each is asked about first. */
export function SnapshotMenu({ vm, snapshot }: SnapshotMenuProps) {
  const [asking, setAsking] = useState<Asked>();
  const send = useSnapshotAction(snapshot);
  const reasonOf = (action: VmAction): string | undefined => {
    if (snapshot.state === 'DELETING') return t('snapshots.beingDeleted');
    const state = vm.actions.find((each) => each.action === action);
    return state?.allowed ? undefined : (state?.reason ?? t('vm.action.forbidden'));
  };
  const close = () => setAsking(undefined);
  const confirm = (verb: Verb) => () => {
    close();
    send(verb);
  };
  return (
    <>
      <ActionMenu
        label={t('snapshots.actions', { name: snapshot.name })}
        items={[
          {
            key: 'revert',
            label: t('snapshots.revert'),
            reason: reasonOf('REVERT_TO_SNAPSHOT'),
            onSelect: () => setAsking('revert'),
          },
          {
            key: 'save',
            label: t('saveTemplate.submit'),
            // Whoever may clone may save; what the VM does now is no matter to a snapshot.
            reason: reasonOf('CLONE'),
            onSelect: () => setAsking('save'),
          },
          {
            key: 'delete',
            label: t('snapshots.delete'),
            danger: true,
            reason: reasonOf('DELETE_SNAPSHOT'),
            onSelect: () => setAsking('delete'),
          },
        ]}
      />
      {asking === 'revert' && (
        <AskRevert vm={vm} snapshot={snapshot} onConfirm={confirm('revert')} onCancel={close} />
      )}
      {asking === 'save' && <SaveAsTemplateDialog vm={vm} snapshot={snapshot} onClose={close} />}
      {asking === 'delete' && (
        <AskDelete vm={vm} snapshot={snapshot} onConfirm={confirm('delete')} onCancel={close} />
      )}
    </>
  );
}

function useSnapshotAction({ id, name }: SnapshotRowFragment) {
  const revert = useTaskRequest(RevertToSnapshotDocument);
  const remove = useTaskRequest(DeleteSnapshotDocument);
  return (verb: Verb): void => {
    const { send, busy } = verb === 'revert' ? revert : remove;
    if (!busy) void send({ id }, t('snapshots.failed', { verb: t(`snapshots.${verb}`), name }));
  };
}

type AskProps = SnapshotMenuProps & {
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
};

function AskRevert({ vm, snapshot, onConfirm, onCancel }: AskProps) {
  const { name } = vm;
  const span = formatSpan(useNow() - Date.parse(snapshot.createdAt));
  const size = {
    vcpus: plural(snapshot.vcpus, 'revertSnapshot.vcpu', 'revertSnapshot.vcpus'),
    ram: quantityText(ramQuantity(snapshot.ramMiB)),
  };
  const then =
    snapshot.vmStatus === 'RUNNING'
      ? t('revertSnapshot.goesOn', size)
      : snapshot.vmStatus === 'SUSPENDED'
        ? t('revertSnapshot.suspended', size)
        : t('revertSnapshot.off', size);
  return (
    <ConfirmDialog
      title={t('revertSnapshot.title', { name })}
      confirm={t('revertSnapshot.confirm', { name })}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <p>
        {t('revertSnapshot.lost', {
          ...{ name, span, snapshot: snapshot.name },
          time: formatExact(snapshot.createdAt),
        })}
      </p>
      <p>{then}</p>
      <p>{t('revertSnapshot.kept')}</p>
      <p className="bd-subtle">{t('revertSnapshot.first')}</p>
    </ConfirmDialog>
  );
}

function AskDelete({ vm, snapshot, onConfirm, onCancel }: AskProps) {
  return (
    <ConfirmDialog
      title={t('deleteSnapshot.title')}
      confirm={t('deleteSnapshot.confirm', { snapshot: snapshot.name })}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <p>
        {t('deleteSnapshot.lost', {
          ...{ name: vm.name, snapshot: snapshot.name },
          time: formatExact(snapshot.createdAt),
        })}
      </p>
    </ConfirmDialog>
  );
}
