import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test } from 'vitest';
import { RequireSession } from '../../session/session.tsx';
import { Component as PasswordPage } from './PasswordPage.tsx';

afterEach(cleanup);

const viewer = {
  ...{ __typename: 'User', id: 'user_1', username: 'ada', name: 'Ada', email: null, roles: [] },
  ...{ passwordChangeSuggested: false, organisation: null },
};
const refusal = {
  message: 'Too many attempts. Try again in a minute.',
  extensions: { code: 'RATE_LIMITED', requestId: 'req-7' },
};

test('a refusal that is of no field is told with its details folded away', async () => {
  const user = userEvent.setup();
  const link = new ApolloLink(
    ({ operationName }) =>
      new Observable((observer) => {
        observer.next(operationName === 'Viewer' ? { data: { viewer } } : { errors: [refusal] });
        observer.complete();
      }),
  );
  render(
    <MemoryRouter>
      <ApolloProvider client={new ApolloClient({ link, cache: new InMemoryCache() })}>
        <RequireSession>
          <PasswordPage />
        </RequireSession>
      </ApolloProvider>
    </MemoryRouter>,
  );
  await user.type(await screen.findByLabelText(/^Present password/), 'old');
  await user.type(screen.getByLabelText(/^New password$/), 'new-secret');
  await user.type(screen.getByLabelText(/again/i), 'new-secret');
  await user.click(screen.getByRole('button', { name: 'Change password' }));
  const details = (await screen.findByText('req-7')).closest('details');
  expect(details?.open).toBe(false);
});
