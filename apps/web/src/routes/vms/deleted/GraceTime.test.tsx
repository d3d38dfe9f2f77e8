import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render, screen } from '@testing-library/react';
import { of } from 'rxjs';
import { afterEach, expect, test } from 'vitest';
import { GraceTime } from './GraceTime.tsx';

afterEach(cleanup);

test.each([
  [7, /kept for 7 days, in which it can be restored/],
  [1, /kept for a day, in which it can be restored/],
  [0, /go with it: it cannot be restored/],
])('with %i days of grace says what becomes of the disks', async (deletedVmGraceDays, words) => {
  const link = new ApolloLink(() => of({ data: { deletedVmGraceDays } }));
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  render(
    <ApolloProvider client={client}>
      <GraceTime />
    </ApolloProvider>,
  );
  expect(await screen.findByText(words)).toBeTruthy();
});
