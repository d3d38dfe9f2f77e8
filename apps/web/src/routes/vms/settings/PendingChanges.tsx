import { Alert, Button } from '@patternfly/react-core';
import type { VmDetailFieldsFragment } from '../../../api/generated/graphql.ts';
import { t } from '../../../messages/message.ts';
import { actionWord } from '../vm-words.ts';
import { settingValue, settingWord } from './edit-draft.ts';

interface PendingChangesProps {
  readonly vm: Pick<VmDetailFieldsFragment, 'pendingChanges' | 'actions'>;
  readonly onReboot: () => void;
}

/** What was changed and waits for a restart, and the restart. */
export function PendingChanges({ vm, onReboot }: PendingChangesProps) {
  if (vm.pendingChanges.length === 0) return null;
  const mayReboot = vm.actions.some(({ action, allowed }) => action === 'REBOOT' && allowed);
  return (
    <Alert
      component="h2"
      isInline
      variant="warning"
      title={t('edit.pending.title')}
      className="bd-gap-below"
      {...(mayReboot && {
        actionLinks: (
          <Button variant="link" isInline onClick={onReboot}>
            {actionWord('REBOOT')}
          </Button>
        ),
      })}
    >
      <ul>
        {vm.pendingChanges.map(({ attribute, from, to }) => (
          <li key={attribute}>
            {t('edit.pending.line', {
              what: settingWord(attribute),
              from: settingValue(attribute, from),
              to: settingValue(attribute, to),
            })}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
