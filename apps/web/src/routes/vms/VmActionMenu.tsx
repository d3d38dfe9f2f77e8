import type { VmAction } from '../../api/generated/graphql.ts';
import { type ActionItem, ActionMenu } from '../../components/ActionMenu.tsx';
import { t } from '../../messages/message.ts';
import { actionOrder, actionWord } from './vm-words.ts';

interface ActionState {
  readonly action: VmAction;
  readonly allowed: boolean;
  readonly reason: string | null;
}

interface VmActionMenuProps {
  readonly vm: {
    readonly id: string;
    readonly name: string;
    readonly actions: readonly ActionState[];
  };
  /** Left out because it is a button beside the menu. */
  readonly without?: VmAction;
  readonly onAction: (action: VmAction) => void;
}

/** What may be done with a VM, as the server says, in the same order everywhere. */
export function VmActionMenu({ vm, without, onAction }: VmActionMenuProps) {
  const items = actionOrder.flatMap((action): ActionItem[] => {
    const state = vm.actions.find((each) => each.action === action);
    if (!state || action === without) return [];
    return [
      {
        key: action,
        label: actionWord(action),
        danger: action === 'DESTROY' || action === 'DELETE',
        reason: state.allowed ? undefined : (state.reason ?? t('vm.action.forbidden')),
        onSelect: () => onAction(action),
      },
    ];
  });
  return <ActionMenu label={t('vm.actions', { name: vm.name })} items={items} />;
}
