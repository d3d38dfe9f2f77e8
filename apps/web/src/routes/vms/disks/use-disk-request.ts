import { useApolloClient } from '@apollo/client/react';
import type { DocumentNode } from 'graphql';
import { useRef, useState } from 'react';
import { type ApiFault, faultOf } from '../../../api/api-fault.ts';
import type { TaskRowFragment } from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { showTask } from '../../../shell/toast-store.ts';

/**
 * Asks for a task on a disk; a toast follows it. The same request sent again after a lost answer
 * acts once.
 */
export function useDiskRequest(document: DocumentNode) {
  const client = useApolloClient();
  const key = useRef(requestKey());
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<ApiFault>();
  /** @returns the fault, or undefined when it was accepted */
  const send = async (input: object): Promise<ApiFault | undefined> => {
    setSending(true);
    setFault(undefined);
    try {
      const { data } = await client.mutate<Record<string, TaskRowFragment>>({
        mutation: document,
        variables: { input: { ...input, clientMutationId: key.current } },
      });
      const task = Object.values(data ?? {})[0];
      if (task) showTask(task);
      key.current = requestKey();
      return undefined;
    } catch (error) {
      const refused = faultOf(error);
      // Another input is another request.
      if (refused.code !== 'OFFLINE') key.current = requestKey();
      setFault(refused);
      return refused;
    } finally {
      setSending(false);
    }
  };
  return { send, sending, fault } as const;
}

/** A whole number of GiB as typed, or undefined. */
export function typedGiB(text: string): number | undefined {
  return /^[1-9]\d{0,6}$/.test(text.trim()) ? Number(text) : undefined;
}
