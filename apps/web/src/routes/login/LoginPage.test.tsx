import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test } from 'vitest';
import { Component as LoginPage } from './LoginPage.tsx';

afterEach(cleanup);

test('signing in with a field left empty says so at the field and goes there', async () => {
  const link = new ApolloLink(
    () =>
      new Observable((observer) => {
        observer.next({ data: { viewer: null } });
        observer.complete();
      }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  render(
    <MemoryRouter>
      <ApolloProvider client={client}>
        <LoginPage />
      </ApolloProvider>
    </MemoryRouter>,
  );
  await userEvent.type(screen.getByLabelText('User name'), 'asha');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  const password = screen.getByLabelText('Password');
  await waitFor(() => expect(document.activeElement).toBe(password));
  const said = document.getElementById(password.getAttribute('aria-describedby') ?? '');
  expect(said?.textContent).toContain('Give your password.');
  expect(screen.queryByText('Give your user name.')).toBeNull();
});
