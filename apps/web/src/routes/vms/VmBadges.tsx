import { Label } from '@patternfly/react-core';
import LockIcon from '@patternfly/react-icons/dist/esm/icons/lock-icon';
import OutlinedClockIcon from '@patternfly/react-icons/dist/esm/icons/outlined-clock-icon';
import RedoIcon from '@patternfly/react-icons/dist/esm/icons/redo-icon';
import { Link } from 'react-router';
import { formatDay, useNow } from '../../components/moments.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';

interface BadgedVm {
  readonly id: string;
  readonly locked: boolean;
  readonly expiresAt: string | null;
  readonly expiresSoon: boolean;
  readonly pendingChanges?: readonly unknown[];
}

/** What one must know of a VM beside its state: locked, expiring, a restart that is due. */
export function VmBadges({ vm }: { vm: BadgedVm }) {
  return (
    <>
      {vm.locked && (
        <Label isCompact variant="outline" icon={<LockIcon />} title={t('lock.on.text')}>
          {t('badge.locked')}
        </Label>
      )}
      {vm.expiresAt && vm.expiresSoon && <ExpiryBadge at={vm.expiresAt} />}
      {(vm.pendingChanges?.length ?? 0) > 0 && (
        <Link className="bd-quiet-link" to={paths.vmTab(vm.id, 'settings')}>
          <Label isCompact variant="outline" color="orange" icon={<RedoIcon />}>
            {t('badge.pending')}
          </Label>
        </Link>
      )}
    </>
  );
}

function ExpiryBadge({ at }: { at: string }) {
  const expired = Date.parse(at) <= useNow();
  const key = expired ? 'badge.expired' : 'badge.expires';
  return (
    <Label
      isCompact
      variant="outline"
      color={expired ? 'red' : 'orange'}
      icon={<OutlinedClockIcon />}
    >
      {t(key, { day: formatDay(at) })}
    </Label>
  );
}
