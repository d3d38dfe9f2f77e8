import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { of, throwError } from 'rxjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askAgain } from './ask-again.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A client whose first requests get no answer; counts what was sent. */
function clientOf(unanswered: number, fault: Error = new TypeError('Failed to fetch')) {
  const sent = vi.fn();
  const server = new ApolloLink(() => {
    sent();
    return sent.mock.calls.length <= unanswered
      ? throwError(() => fault)
      : of({ data: { done: true } });
  });
  const cache = new InMemoryCache();
  return { client: new ApolloClient({ link: askAgain().concat(server), cache }), sent };
}

const remove = (client: ApolloClient, input: object) =>
  client.mutate({
    mutation: gql`
      mutation DeleteVm($input: DeleteVmInput!) {
        done(input: $input)
      }
    `,
    variables: { input },
  });

test('a question whose answer was lost on the way is asked again', async () => {
  const { client, sent } = clientOf(2);
  const query = gql`
    query Done {
      done
    }
  `;
  const answer = client.query({ query });
  await vi.runAllTimersAsync();
  expect((await answer).data).toEqual({ done: true });
  expect(sent).toHaveBeenCalledTimes(3);
});

test('a mutation is sent again only with an id by which the server knows it', async () => {
  const keyed = clientOf(1);
  const answer = remove(keyed.client, { id: 'v1', clientMutationId: 'k1' });
  await vi.runAllTimersAsync();
  expect((await answer).data).toEqual({ done: true });
  const bare = clientOf(1);
  await expect(remove(bare.client, { id: 'v1' })).rejects.toThrow('Failed to fetch');
  expect(bare.sent).toHaveBeenCalledOnce();
});

test('what stays without an answer, or was refused, is told', async () => {
  const lost = clientOf(Number.POSITIVE_INFINITY);
  const given = expect(remove(lost.client, { id: 'v1', clientMutationId: 'k1' })).rejects.toThrow(
    'Failed to fetch',
  );
  await vi.runAllTimersAsync();
  await given;
  expect(lost.sent).toHaveBeenCalledTimes(4);
  const refused = clientOf(1, new Error('HTTP 413'));
  await expect(remove(refused.client, { clientMutationId: 'k2' })).rejects.toThrow('HTTP 413');
  expect(refused.sent).toHaveBeenCalledOnce();
});
