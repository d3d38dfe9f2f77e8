import { type ReactNode, useState } from 'react';
import {
  type HostDetailFieldsFragment,
  PowerOffHostDocument,
  PowerOnHostDocument,
} from '../../api/generated/graphql.ts';
import type { ActionItem } from '../../components/ActionMenu.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { t } from '../../messages/message.ts';
import { useTaskRequest } from '../../shell/use-task-request.ts';

/** Switches a host on, or off after asking; `dialog` is rendered by the caller. */
export function useHostPower(host: HostDetailFieldsFragment) {
  const { id, name, power, status } = host;
  const [asking, setAsking] = useState(false);
  const powerOn = useTaskRequest(PowerOnHostDocument);
  const powerOff = useTaskRequest(PowerOffHostDocument);
  const switchOff = () => {
    setAsking(false);
    void powerOff.send({ id }, t('host.power.off.failed', { name }));
  };
  const isUp = status === 'UP' || status === 'MAINTENANCE';
  const whyNotOn = isUp
    ? t('host.power.isOn')
    : power.method === 'NONE'
      ? t('host.power.noMethod')
      : undefined;
  const items: ActionItem[] = [
    {
      key: 'on',
      label: t('host.power.on'),
      reason: whyNotOn,
      onSelect: () => void powerOn.send({ id }, t('host.power.on.failed', { name })),
    },
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
      onConfirm={switchOff}
      onCancel={() => setAsking(false)}
    >
      {power.method === 'NONE' ? t('host.power.off.byHand') : t('host.power.off.text')}
    </ConfirmDialog>
  );
  return { items, dialog } as const;
}
