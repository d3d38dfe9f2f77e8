import { useMutation } from '@apollo/client/react';
import { type ReactNode, useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import {
  type HostDetailFieldsFragment,
  PowerOffHostDocument,
  PowerOnHostDocument,
} from '../../api/generated/graphql.ts';
import { requestKey } from '../../api/request-key.ts';
import type { ActionItem } from '../../components/ActionMenu.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { t } from '../../messages/message.ts';
import { showFault, showTask } from '../../shell/toast-store.ts';

/** Switches a host on, or off after asking; `dialog` is rendered by the caller. */
export function useHostPower(host: HostDetailFieldsFragment) {
  const { id, name, power, status } = host;
  const [asking, setAsking] = useState(false);
  const [powerOn] = useMutation(PowerOnHostDocument);
  const [powerOff] = useMutation(PowerOffHostDocument);
  const send = async (on: boolean): Promise<void> => {
    setAsking(false);
    const variables = { input: { id, clientMutationId: requestKey() } };
    try {
      const task = on
        ? (await powerOn({ variables })).data?.powerOnHost
        : (await powerOff({ variables })).data?.powerOffHost;
      if (task) showTask(task);
    } catch (error) {
      showFault(t(on ? 'host.power.on.failed' : 'host.power.off.failed', { name }), faultOf(error));
    }
  };
  const isUp = status === 'UP' || status === 'MAINTENANCE';
  const whyNotOn = isUp
    ? t('host.power.isOn')
    : power.method === 'NONE'
      ? t('host.power.noMethod')
      : undefined;
  const items: ActionItem[] = [
    { key: 'on', label: t('host.power.on'), reason: whyNotOn, onSelect: () => void send(true) },
    {
      key: 'off',
      label: t('host.power.off'),
      danger: true,
      reason: isUp ? undefined : t('host.power.isOff'),
      onSelect: () => setAsking(true),
    },
  ];
  const dialog: ReactNode = asking && (
    <ConfirmDialog
      title={t('host.power.off.title', { name })}
      confirm={t('host.power.off.confirm', { name })}
      onConfirm={() => void send(false)}
      onCancel={() => setAsking(false)}
    >
      {power.method === 'NONE' ? t('host.power.off.byHand') : t('host.power.off.text')}
    </ConfirmDialog>
  );
  return { items, dialog } as const;
}
