import { useApolloClient } from '@apollo/client/react';
import { faultOf } from '../../api/api-fault.ts';
import {
  CancelTaskDocument,
  MarkTaskDocument,
  RetryTaskDocument,
} from '../../api/generated/graphql.ts';
import { requestKey } from '../../api/request-key.ts';
import { t } from '../../messages/message.ts';
import { showFault, showTask } from '../../shell/toast-store.ts';

/** Cancel, retry and mark, each answered by a toast. */
export function useTaskActions() {
  const client = useApolloClient();
  const cancel = async (task: { id: string; title: string }): Promise<void> => {
    try {
      const input = { id: task.id, clientMutationId: requestKey() };
      await client.mutate({ mutation: CancelTaskDocument, variables: { input } });
    } catch (error) {
      showFault(t('task.cancel.failed', { title: task.title }), faultOf(error));
    }
  };
  const retry = async (task: { id: string; title: string }): Promise<void> => {
    try {
      const input = { id: task.id, clientMutationId: requestKey() };
      const { data } = await client.mutate({ mutation: RetryTaskDocument, variables: { input } });
      if (data) showTask(data.retryTask);
    } catch (error) {
      showFault(t('task.retry.failed', { title: task.title }), faultOf(error));
    }
  };
  const markFailed = async (task: { id: string; title: string }): Promise<void> => {
    try {
      const input = { id: task.id, status: 'FAILED' as const, clientMutationId: requestKey() };
      await client.mutate({ mutation: MarkTaskDocument, variables: { input } });
    } catch (error) {
      showFault(t('task.mark.failed', { title: task.title }), faultOf(error));
    }
  };
  return { cancel, retry, markFailed };
}
