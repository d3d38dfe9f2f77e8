import { Button } from '@patternfly/react-core';
import type { VmAction, VmRowFragment } from '../../api/generated/graphql.ts';
import { plural, t } from '../../messages/message.ts';
import type { VmSubject } from './use-vm-actions.tsx';
import { actionWord } from './vm-words.ts';

const bulkActions: readonly VmAction[] = ['START', 'SHUTDOWN', 'MIGRATE', 'DELETE'];

interface BulkBarProps {
  readonly vms: readonly VmRowFragment[];
  readonly onClear: () => void;
  readonly onAction: (action: VmAction, ...vms: readonly VmSubject[]) => void;
}

/** Actions on the ticked VMs; each counts those it applies to and leaves the others alone. */
export function BulkBar({ vms, onClear, onAction }: BulkBarProps) {
  return (
    <div className="bd-toolbar" role="toolbar" aria-label={t('bulk.label')}>
      <strong>{plural(vms.length, 'bulk.one', 'bulk.many')}</strong>
      {bulkActions.map((action) => {
        const able = vms.filter((vm) =>
          vm.actions.some((each) => each.action === action && each.allowed),
        );
        const none = able.length === 0;
        // For admins alone.
        if (none && action === 'MIGRATE') return null;
        return (
          <Button
            key={action}
            variant="secondary"
            isDanger={action === 'DELETE'}
            isAriaDisabled={none}
            {...(none && { title: t('bulk.none') })}
            onClick={() => onAction(action, ...able)}
          >
            {able.length < vms.length && !none
              ? t('bulk.some', { verb: actionWord(action), count: able.length })
              : actionWord(action)}
          </Button>
        );
      })}
      <Button variant="link" onClick={onClear}>
        {t('bulk.clear')}
      </Button>
    </div>
  );
}
