import { useMutation } from '@apollo/client/react';
import { faultOf } from '../../../api/api-fault.ts';
import { BootCloudDocument, BootHostsDocument } from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { t } from '../../../messages/message.ts';
import { showFault, showTask } from '../../../shell/toast-store.ts';

/** The way back: boots the cloud, or a host. */
export function useBoot() {
  const [cloud] = useMutation(BootCloudDocument);
  const [hosts] = useMutation(BootHostsDocument);
  const bootCloud = async (): Promise<void> => {
    try {
      const { data } = await cloud({ variables: { input: { clientMutationId: requestKey() } } });
      if (data) showTask(data.bootCloud);
    } catch (error) {
      showFault(t('cloud.boot.failed'), faultOf(error));
    }
  };
  const bootHost = async (host: { readonly id: string; readonly name: string }): Promise<void> => {
    try {
      const input = { ids: [host.id], clientMutationId: requestKey() };
      const { data } = await hosts({ variables: { input } });
      if (data) showTask(data.bootHosts);
    } catch (error) {
      showFault(t('hostShut.boot.failed', { name: host.name }), faultOf(error));
    }
  };
  return { bootCloud, bootHost } as const;
}
