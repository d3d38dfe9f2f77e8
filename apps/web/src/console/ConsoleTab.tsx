import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useSearchParams } from 'react-router';
import { t } from '../messages/message.ts';
import { useVmPage } from '../routes/vms/VmPage.tsx';
import { ConsoleView } from './ConsoleView.tsx';

/** The console as a tab of the VM's page: screen or serial, told by the URL. */
export function Component() {
  const { vm, actions } = useVmPage();
  const [params, setParams] = useSearchParams();
  const kind = params.get('kind') === 'serial' ? 'serial' : 'vnc';
  const pick = (next: 'vnc' | 'serial') => () => setParams({ kind: next }, { replace: true });
  return (
    <>
      <ToggleGroup isCompact aria-label={t('console.kind')} className="bd-console-kinds">
        <ToggleGroupItem
          text={t('console.vnc')}
          buttonId="console-vnc"
          isSelected={kind === 'vnc'}
          onChange={pick('vnc')}
        />
        <ToggleGroupItem
          text={t('console.serial')}
          buttonId="console-serial"
          isSelected={kind === 'serial'}
          onChange={pick('serial')}
        />
      </ToggleGroup>
      <ConsoleView
        vm={vm}
        kind={kind}
        pending={actions.pending.has(vm.id)}
        onAction={(action) => actions.run(action, vm)}
      />
    </>
  );
}
