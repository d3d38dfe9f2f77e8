import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { TaskRowFragment } from '../../api/generated/graphql.ts';
import { TaskRowActions } from './TaskActions.tsx';

afterEach(cleanup);

const task = (retryObstacle: string | null): TaskRowFragment => ({
  ...{ id: 'task_1', type: 'START_VM', status: 'FAILED', title: 'Start web', message: null },
  ...{ progress: 0, progressText: null, attempt: 1, createdAt: '2026-11-29T10:00:00.000Z' },
  ...{ startedAt: null, finishedAt: null, cancellable: false, cancelling: false },
  ...{ retryable: retryObstacle === null, retryObstacle, error: null, vm: null, host: null },
  ...{ requestedBy: null, parent: null, childCounts: null },
});

test.each([
  ['The VM is gone that this task works on: it cannot be begun again.', 'true'],
  ['Only an admin may do this.', 'true'],
  [null, 'false'],
])('a retry that is not offered says the server’s reason: %s', async (obstacle, disabled) => {
  const client = new ApolloClient({ link: ApolloLink.empty(), cache: new InMemoryCache() });
  render(
    <ApolloProvider client={client}>
      <TaskRowActions task={task(obstacle)} />
    </ApolloProvider>,
  );
  await userEvent.setup().click(screen.getByRole('button', { name: /Start web/ }));
  const [, retry] = await screen.findAllByRole('menuitem');
  expect(retry?.textContent).toBe(`Retry${obstacle ?? ''}`);
  expect(retry?.getAttribute('aria-disabled') ?? 'false').toBe(disabled);
});
