import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';
import { type VmStateSource, vmState } from './vm-words.ts';
import './vm-columns.css';

/** The state of a VM as a word with a shape, with what is known of its cause on hover. */
export function VmState({ vm }: { vm: VmStateSource & { readonly statusReason?: string | null } }) {
  return <StateBadge {...vmState(vm)} reason={vm.statusReason ?? null} />;
}

/** How long a VM has been in its state, and whether the state is old news. */
export function StateAge({
  vm,
}: {
  vm: { readonly statusSince: string; readonly stale: boolean };
}) {
  return (
    <span className="bd-subtle bd-state-age">
      <RelativeTime at={vm.statusSince} bare />
      {vm.stale && ` · ${t('vm.stale')}`}
    </span>
  );
}
