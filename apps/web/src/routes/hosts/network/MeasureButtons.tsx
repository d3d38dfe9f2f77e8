import { useMutation } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import { MeasureHostNetworkDocument } from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { t } from '../../../messages/message.ts';
import { showFault, showTask } from '../../../shell/toast-store.ts';
import type { Network } from './network-model.ts';

/** Measures now: latency at once; throughput after a word on what it does to the network. */
export function MeasureButtons({ network }: { network: Network }) {
  const [measure, { loading }] = useMutation(MeasureHostNetworkDocument);
  const [asking, setAsking] = useState(false);
  const up = network.nodes.filter(({ host }) => host.status === 'UP').length;
  const reason = network.measuring
    ? t('network.underWay')
    : up < 2
      ? t('network.tooFew')
      : undefined;
  const start = async (throughput: boolean): Promise<void> => {
    setAsking(false);
    try {
      const input = { throughput, clientMutationId: requestKey() };
      const { data } = await measure({ variables: { input } });
      if (data) showTask(data.measureHostNetwork);
    } catch (error) {
      showFault(t('network.measure.failed'), faultOf(error));
    }
  };
  const look = {
    isAriaDisabled: reason !== undefined || loading,
    ...(reason && { title: reason }),
  };
  const act = (action: () => void) => () => {
    if (reason === undefined && !loading) action();
  };
  return (
    <>
      <Button variant="secondary" {...look} onClick={act(() => setAsking(true))}>
        {t('network.measureThroughput')}
      </Button>
      <Button variant="primary" {...look} onClick={act(() => void start(false))}>
        {t('network.measure')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t('network.throughput.title')}
          confirm={t('network.measureThroughput')}
          danger={false}
          onConfirm={() => void start(true)}
          onCancel={() => setAsking(false)}
        >
          <p>{t('network.throughput.text', { pairs: (up * (up - 1)) / 2 })}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
