import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test } from 'vitest';
import type { Role } from '../api/generated/graphql.ts';
import { RequireSession } from '../session/session.tsx';
import { Nav } from './Nav.tsx';

afterEach(cleanup);

/** The links that somebody with this role sees. */
async function linksOf(role: Role): Promise<(string | null)[]> {
  const viewer = {
    ...{ __typename: 'User', id: 'u1', username: 'olga', name: 'Olga', email: null },
    ...{ roles: [role], organisation: null, passwordChangeSuggested: false },
  };
  const link = new ApolloLink(
    () =>
      new Observable((observer) => {
        observer.next({ data: { viewer } });
        observer.complete();
      }),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  render(
    <MemoryRouter>
      <ApolloProvider client={client}>
        <RequireSession>
          <Nav />
        </RequireSession>
      </ApolloProvider>
    </MemoryRouter>,
  );
  const links = await screen.findAllByRole('link');
  cleanup();
  return links.map((each) => each.textContent);
}

test('the admin of an organisation finds its people, nobody else beside admins does', async () => {
  expect(await linksOf('ORGADMIN')).toContain('People');
  expect(await linksOf('ORGADMIN')).not.toContain('Settings');
  expect(await linksOf('FACULTY')).not.toContain('People');
  expect(await linksOf('ADMIN')).toEqual(expect.arrayContaining(['People', 'Settings']));
});
