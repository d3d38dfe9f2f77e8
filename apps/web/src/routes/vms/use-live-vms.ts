import { useApolloClient, useSubscription } from '@apollo/client/react';
import { VmRemovedDocument, VmUpdatedDocument } from '../../api/generated/graphql.ts';
import { useSoon } from '../../components/use-soon.ts';

interface LiveVmsOptions {
  /** Ids of the shown rows. */
  readonly shown: ReadonlySet<string>;
  /** A change may move rows in or out: the order or a filter depends on what changes. */
  readonly ordered: boolean;
  readonly refetch: () => Promise<unknown>;
}

/**
 * Keeps a list of VMs true by one subscription. A shown row changes through the cache alone; a
 * VM that is not shown, or a changed one in a filtered list, asks for the page again, at most
 * every 300 ms.
 */
export function useLiveVms({ shown, ordered, refetch }: LiveVmsOptions): void {
  const client = useApolloClient();
  const refresh = useSoon(refetch);
  useSubscription(VmUpdatedDocument, {
    ignoreResults: true,
    onData: ({ data }) => {
      const id = data.data?.vmUpdated.id;
      if (id && (ordered || !shown.has(id))) refresh();
    },
  });
  useSubscription(VmRemovedDocument, {
    fetchPolicy: 'no-cache',
    ignoreResults: true,
    onData: ({ data }) => {
      const id = data.data?.vmRemoved;
      if (!id) return;
      client.cache.evict({ id: client.cache.identify({ __typename: 'Vm', id }) ?? '' });
      client.cache.gc();
      refresh();
    },
  });
}
