import type { TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { type ApiFault, faultOf } from '../api/api-fault.ts';
import { requestKey } from '../api/request-key.ts';
import { showFault, showTask } from './toast-store.ts';

type TaskDocument<Input> = TypedDocumentNode<
  Readonly<Record<string, { readonly id: string; readonly title: string }>>,
  { input: Input }
>;

/**
 * Asks for a task by a mutation; a toast follows it. The same input sent again after a lost answer
 * acts once.
 */
export function useTaskRequest<Input extends object>(document: TaskDocument<Input>) {
  const client = useApolloClient();
  const asked = useRef({ text: '', key: '' });
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiFault>();
  /**
   * @param failed title of the toast that tells a refusal; without it `fault` is for the caller to show
   * @returns whether it was accepted
   */
  const send = async (input: Omit<Input, 'clientMutationId'>, failed?: string) => {
    const text = JSON.stringify(input);
    if (asked.current.text !== text) asked.current = { text, key: requestKey() };
    setBusy(true);
    setFault(undefined);
    try {
      const wish = { ...input, clientMutationId: asked.current.key } as unknown as Input;
      const { data } = await client.mutate({ mutation: document, variables: { input: wish } });
      for (const task of Object.values(data ?? {})) if (task) showTask(task);
      asked.current = { text: '', key: '' };
      return true;
    } catch (error) {
      const refused = faultOf(error);
      if (failed === undefined) setFault(refused);
      else showFault(failed, refused);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { send, busy, fault } as const;
}
