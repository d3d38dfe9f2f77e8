import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test } from 'vitest';
import { MailTrouble } from './MailTrouble.tsx';

afterEach(cleanup);

const mail = (waiting: number, lastFault: string | null) => ({
  ...{ __typename: 'MailState', id: 'mail', server: 'mx:25', sender: 'b@mx', lastSentAt: null },
  ...{ waiting, failed: 0, lastFault },
});

test('mail that does not go out is told with its cause, until it goes out again', async () => {
  let tell: ((state: object) => void) | undefined;
  const link = new ApolloLink(
    ({ operationName }) =>
      new Observable((observer) => {
        if (operationName === 'MailUpdated') {
          tell = (state) => observer.next({ data: { mailStateUpdated: state } });
          return;
        }
        observer.next({ data: { mailState: mail(3, 'connect ECONNREFUSED.') } });
        observer.complete();
      }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  render(
    <MemoryRouter>
      <ApolloProvider client={client}>
        <MailTrouble />
      </ApolloProvider>
    </MemoryRouter>,
  );
  await screen.findByText(/mx:25 said last: connect ECONNREFUSED\. Waiting: 3\./);
  expect(screen.getByRole('link').getAttribute('href')).toBe('/settings#mail');
  act(() => tell?.(mail(0, null)));
  await waitFor(() => expect(screen.queryByText(/ECONNREFUSED/)).toBeNull());
});
