import { Button } from '@patternfly/react-core';
import PowerOffIcon from '@patternfly/react-icons/dist/esm/icons/power-off-icon';
import { lazy, Suspense } from 'react';
import type { VmAction, VmRowFragment } from '../api/generated/graphql.ts';
import { EmptyFrame } from '../components/EmptyFrame.tsx';
import { t } from '../messages/message.ts';
import { actionWord, vmState } from '../routes/vms/vm-words.ts';
import './console.css';

// noVNC and xterm are large: each is loaded when its console is first opened.
const VncConsole = lazy(async () => ({ default: (await import('./VncConsole.tsx')).VncConsole }));
const SerialConsole = lazy(async () => ({
  default: (await import('./SerialConsole.tsx')).SerialConsole,
}));

interface ConsoleViewProps {
  readonly vm: VmRowFragment;
  readonly kind: 'vnc' | 'serial';
  readonly onAction: (action: VmAction) => void;
  readonly pending: boolean;
}

/** The console of a running VM, or what to do when it does not run. */
export function ConsoleView({ vm, kind, onAction, pending }: ConsoleViewProps) {
  const allowed = vm.actions.find((each) => each.action === 'CONSOLE');
  if (vm.status !== 'RUNNING' && vm.status !== 'SUSPENDED') {
    const start = vm.actions.find((each) => each.action === 'START');
    return (
      <div className="bd-console-off">
        <EmptyFrame
          icon={<PowerOffIcon />}
          title={t('console.off', { name: vm.name, state: vmState(vm).word.toLowerCase() })}
          text={start?.allowed ? t('console.off.text') : (start?.reason ?? allowed?.reason ?? '')}
          action={
            start?.allowed && (
              <Button isLoading={pending} isDisabled={pending} onClick={() => onAction('START')}>
                {actionWord('START')}
              </Button>
            )
          }
        />
      </div>
    );
  }
  const Console = kind === 'vnc' ? VncConsole : SerialConsole;
  return (
    <Suspense fallback={<div className="bd-console" aria-busy="true" />}>
      <Console key={`${vm.id} ${kind}`} vmId={vm.id} name={vm.name} />
    </Suspense>
  );
}
