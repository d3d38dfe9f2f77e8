import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { SaveAsTemplateDialog } from './SaveAsTemplateDialog.tsx';

afterEach(cleanup);

test('is its owner’s alone unless offered, which warns of the accounts and keys on the disk', async () => {
  const user = userEvent.setup();
  const sent: boolean[] = [];
  const link = new ApolloLink(({ variables }) => {
    sent.push(variables['input'].public);
    return new Observable((observer) => {
      observer.next({ data: { saveVmAsTemplate: null } });
      observer.complete();
    });
  });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  render(
    <ApolloProvider client={client}>
      <SaveAsTemplateDialog vm={{ id: 'vm_1', name: 'web' }} onClose={() => undefined} />
    </ApolloProvider>,
  );
  await user.click(screen.getByRole('button', { name: 'Save as template' }));
  await waitFor(() => expect(sent).toEqual([false]));
  expect(screen.queryByText(/accounts and SSH keys on the disk/)).toBeNull();
  await user.click(screen.getByRole('switch', { name: 'Offer it to everybody' }));
  screen.getByText(/Everybody gets the accounts and SSH keys on the disk/);
  await user.click(screen.getByRole('button', { name: 'Save and offer to everybody' }));
  await waitFor(() => expect(sent).toEqual([false, true]));
});
