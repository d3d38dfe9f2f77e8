import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { renderHook } from '@testing-library/react';
import { of } from 'rxjs';
import { expect, test } from 'vitest';
import { keepDraft, loadDraft } from '../components/draft-store.ts';
import { useSignOut } from './session.tsx';

test('who signs out leaves no draft to the next person', async () => {
  keepDraft('baadal.draft.new-vm', { userData: 'password: hunter2' });
  const link = new ApolloLink(() => of({ data: { logout: true } }));
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const { result } = renderHook(useSignOut, {
    wrapper: ({ children }) => <ApolloProvider client={client}>{children}</ApolloProvider>,
  });
  await result.current();
  expect(loadDraft('baadal.draft.new-vm')).toEqual({});
});
