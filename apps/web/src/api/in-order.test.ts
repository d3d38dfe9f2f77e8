import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { Subject } from 'rxjs';
import { beforeEach, expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

const query = gql`
  query RunningTasks {
    running
  }
`;

let answers: Subject<ApolloLink.Result>[];
let client: ApolloClient;

beforeEach(() => {
  answers = [];
  const server = new ApolloLink(() => {
    const answer = new Subject<ApolloLink.Result>();
    answers.push(answer);
    return answer;
  });
  client = new ApolloClient({
    link: inOrder().concat(server),
    cache: new InMemoryCache(),
    defaultOptions: { watchQuery: { context: { queryDeduplication: false } } },
  });
});

const reply = (n: number, running: number): void => {
  answers[n]?.next({ data: { running } });
  answers[n]?.complete();
};

test('what is asked again before the first answer is asked of the server', async () => {
  const shown: unknown[] = [];
  const running = client.watchQuery<{ running: number }>({ query });
  running.subscribe(({ data }) => data && shown.push(data.running));
  const again = running.refetch();
  expect(answers).toHaveLength(2);
  reply(0, 1);
  reply(1, 2);
  expect((await again).data).toEqual({ running: 2 });
  expect(shown.at(-1)).toBe(2);
});

test('an answer that comes after one asked for later does not hide it', async () => {
  const running = client.watchQuery<{ running: number }>({ query });
  running.subscribe(() => {});
  const again = running.refetch();
  reply(1, 2);
  await again;
  reply(0, 1);
  expect(client.readQuery({ query })).toEqual({ running: 2 });
  const third = running.refetch();
  reply(2, 0);
  expect((await third).data).toEqual({ running: 0 });
});
