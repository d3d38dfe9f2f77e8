import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, expect, test } from 'vitest';
import { ViewerDocument } from '../../api/generated/graphql.ts';
import { Component as LoginPage } from './LoginPage.tsx';

afterEach(cleanup);

/** The page, before a server that knows nobody yet. */
function show() {
  const link = new ApolloLink(
    () =>
      new Observable((observer) => {
        observer.next({ data: { viewer: null } });
        observer.complete();
      }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  render(
    <MemoryRouter initialEntries={['/login?next=/vms']}>
      <ApolloProvider client={client}>
        <Routes>
          <Route path="/login" element={<LoginPage />} />
          <Route path="/vms" element={<p>The VMs</p>} />
        </Routes>
      </ApolloProvider>
    </MemoryRouter>,
  );
  return client;
}

test('once signed in the page leads back to where the person came from', async () => {
  const client = show();
  await screen.findByRole('button', { name: 'Sign in' });
  const viewer = {
    ...{ id: 'user_1', username: 'asha', name: 'Asha', email: null, roles: [] },
    ...{ passwordChangeSuggested: false, organisation: null },
  };
  act(() => {
    client.writeQuery({ query: ViewerDocument, data: { viewer } });
  });
  expect(await screen.findByText('The VMs')).toBeTruthy();
});

test('signing in with a field left empty says so at the field and goes there', async () => {
  show();
  await userEvent.type(screen.getByLabelText('User name'), 'asha');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  const password = screen.getByLabelText('Password');
  await waitFor(() => expect(document.activeElement).toBe(password));
  const said = document.getElementById(password.getAttribute('aria-describedby') ?? '');
  expect(said?.textContent).toContain('Give your password.');
  expect(screen.queryByText('Give your user name.')).toBeNull();
});
