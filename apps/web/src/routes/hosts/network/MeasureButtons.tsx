import { useState } from 'react';
import { MeasureHostNetworkDocument } from '../../../api/generated/graphql.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import type { Network } from './network-model.ts';

/** Measures now: latency at once; throughput after a word on what it does to the network. */
export function MeasureButtons({ network }: { network: Network }) {
  const { send, busy } = useTaskRequest(MeasureHostNetworkDocument);
  const [asking, setAsking] = useState(false);
  const up = network.nodes.filter(({ host }) => host.status === 'UP').length;
  const reason = network.measuring
    ? t('network.underWay')
    : up < 2
      ? t('network.tooFew')
      : undefined;
  const start = (throughput: boolean): void => {
    setAsking(false);
    void send({ throughput }, t('network.measure.failed'));
  };
  return (
    <>
      <ReasonedButton
        variant="secondary"
        isDisabled={busy}
        reason={reason}
        onClick={() => setAsking(true)}
      >
        {t('network.measureThroughput')}
      </ReasonedButton>
      <ReasonedButton isDisabled={busy} reason={reason} onClick={() => start(false)}>
        {t('network.measure')}
      </ReasonedButton>
      {asking && (
        <ConfirmDialog
          title={t('network.throughput.title')}
          confirm={t('network.measureThroughput')}
          danger={false}
          onConfirm={() => start(true)}
          onCancel={() => setAsking(false)}
        >
          <p>{t('network.throughput.text', { pairs: (up * (up - 1)) / 2 })}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
