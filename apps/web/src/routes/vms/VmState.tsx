import { StateBadge } from '../../components/StateBadge.tsx';
import { type VmStateSource, vmState } from './vm-words.ts';

/** The state of a VM as a word with a shape, with what is known of its cause on hover. */
export function VmState({ vm }: { vm: VmStateSource & { readonly statusReason?: string | null } }) {
  return <StateBadge {...vmState(vm)} reason={vm.statusReason ?? null} />;
}
