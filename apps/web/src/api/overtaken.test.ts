import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { Subject } from 'rxjs';
import { beforeEach, expect, test } from 'vitest';
import { keepNewest } from './overtaken.ts';

const TASK = gql`
  query TaskDetail($id: ID!) {
    task(id: $id) {
      id
      status
      message
    }
  }
`;
const UPDATED = gql`
  subscription TaskUpdated($id: ID!) {
    taskUpdated(id: $id) {
      id
      status
    }
  }
`;
const variables = { id: 'tsk_1' };
const task = (status: string, message?: string) => ({
  __typename: 'Task',
  id: 'tsk_1',
  status,
  ...(message !== undefined && { message }),
});

let answer: Subject<ApolloLink.Result>;
let changes: Subject<ApolloLink.Result>;
let client: ApolloClient;
let shown: unknown[];

beforeEach(() => {
  answer = new Subject();
  changes = new Subject();
  shown = [];
  const cache = new InMemoryCache();
  const server = new ApolloLink(({ operationName }) =>
    operationName === 'TaskUpdated' ? changes : answer,
  );
  client = new ApolloClient({ link: keepNewest(cache).concat(server), cache });
  client.subscribe({ query: UPDATED, variables }).subscribe(() => {});
  client
    .watchQuery<{ task: { status: string; message: string } }>({ query: TASK, variables })
    .subscribe(({ data }) => data && shown.push({ ...data.task }));
});

const tell = (status: string): void => changes.next({ data: { taskUpdated: task(status) } });
const reply = (status: string, message: string): void => {
  answer.next({ data: { task: task(status, message) } });
  answer.complete();
};
/** Turns of timers one after another, more than writing and showing take; their time is no matter. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('an answer older than a change that was told does not hide it', async () => {
  tell('SUCCEEDED');
  reply('RUNNING', 'half way');
  await settled();
  expect(shown.at(-1)).toEqual(task('SUCCEEDED', 'half way'));
});

test('what was told before the question was asked does not count', async () => {
  reply('RUNNING', 'half way');
  await settled();
  tell('FAILED');
  answer = new Subject();
  const again = client.refetchQueries({ include: ['TaskDetail'] });
  reply('RUNNING', 'tried again');
  await again;
  await settled();
  expect(shown.at(-1)).toEqual(task('RUNNING', 'tried again'));
});

test('a change that is told after the answer is shown', async () => {
  reply('RUNNING', 'half way');
  await settled();
  tell('FAILED');
  await settled();
  expect(shown.at(-1)).toEqual(task('FAILED', 'half way'));
});

test('a change that is told just after the answer is not hidden by one before it', async () => {
  tell('RUNNING');
  reply('PENDING', 'not begun');
  tell('SUCCEEDED');
  await settled();
  expect(shown.at(-1)).toEqual(task('SUCCEEDED', 'not begun'));
});
