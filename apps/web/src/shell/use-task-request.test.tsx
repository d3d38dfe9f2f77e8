import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { EjectMediaDocument } from '../api/generated/graphql.ts';
import { useTaskRequest } from './use-task-request.ts';

afterEach(cleanup);

test('an answer that was lost is asked for again under the same key; another input has its own', async () => {
  const keys: string[] = [];
  const lost = [true, false, false];
  const link = new ApolloLink(({ variables }) => {
    keys.push(variables['input'].clientMutationId);
    return new Observable((observer) => {
      if (lost.shift()) return observer.error(new TypeError('Failed to fetch'));
      observer.next({ data: { ejectMedia: null } });
      observer.complete();
    });
  });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const { result } = renderHook(() => useTaskRequest(EjectMediaDocument), {
    wrapper: ({ children }) => <ApolloProvider client={client}>{children}</ApolloProvider>,
  });
  const ask = (id: string) => act(() => result.current.send({ id }));
  expect(await ask('vm_1')).toBe(false);
  expect(result.current.fault?.code).toBe('OFFLINE');
  expect(await ask('vm_1')).toBe(true);
  expect(result.current.fault).toBeUndefined();
  // Accepted: to ask for the same once more is another wish.
  expect(await ask('vm_1')).toBe(true);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[1]);
});
