import { Button } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { VmAction, VmRowFragment } from '../../api/generated/graphql.ts';
import { quantityText, ramQuantity } from '../../components/byte-size.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { VmActionMenu } from './VmActionMenu.tsx';
import { VmBadges } from './VmBadges.tsx';
import { StateCell } from './vm-columns.tsx';
import { actionWord, likelyAction } from './vm-words.ts';
import './VmCard.css';

interface VmCardProps {
  readonly vm: VmRowFragment;
  readonly pending: boolean;
  readonly onAction: (action: VmAction) => void;
}

/** A VM on a phone: name, state, address, its likely action and the menu of the others. */
export function VmCard({ vm, pending, onAction }: VmCardProps) {
  const likely = likelyAction(vm.status);
  const allowed = vm.actions.some((each) => each.action === likely && each.allowed);
  return (
    <>
      <div className="bd-card-head">
        <Link className="bd-link bd-card-title" to={paths.vm(vm.id)}>
          {vm.name}
        </Link>
        <VmActionMenu vm={vm} onAction={onAction} {...(allowed && { without: likely })} />
      </div>
      <div className="bd-vm-card-row">
        <StateCell vm={vm} />
        {allowed && (
          <Button
            variant="secondary"
            size="sm"
            isLoading={pending}
            isDisabled={pending}
            aria-label={t('vm.action.on', { verb: actionWord(likely), name: vm.name })}
            onClick={() => onAction(likely)}
          >
            {likely === 'CONSOLE' ? t('vm.action.consoleShort') : actionWord(likely)}
          </Button>
        )}
      </div>
      <div className="bd-vm-card-badges">
        <VmBadges vm={vm} />
      </div>
      <div className="bd-vm-card-row bd-subtle">
        {vm.privateIp ? <CopyText text={vm.privateIp} what={t('vm.column.ip')} /> : <span />}
        <span>{t('vm.size', { vcpus: vm.vcpus, ram: quantityText(ramQuantity(vm.ramMiB)) })}</span>
      </div>
    </>
  );
}
