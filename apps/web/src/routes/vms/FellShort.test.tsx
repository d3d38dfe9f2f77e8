import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import { FellShortAlert, fellShort } from './FellShort.tsx';

afterEach(cleanup);

const task = {
  ...({ id: 't1', type: 'CREATE_VM', title: 'Create VM web', message: null } as const),
  ...({ status: 'PARTIAL', retryable: true } as const),
  error: { code: 'HOST_UNREACHABLE', message: 'host1 is away.' },
};

test('a VM whose last task left something over tells it, and goes on with it', async () => {
  const asked = vi.fn();
  const link = new ApolloLink(({ operationName, variables }) => {
    asked(operationName, variables['input'].id);
    return new Observable((observer) => observer.error(new Error('not needed')));
  });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  render(
    <MemoryRouter>
      <ApolloProvider client={client}>
        <FellShortAlert task={task} />
      </ApolloProvider>
    </MemoryRouter>,
  );
  expect(screen.getByRole('heading').textContent).toContain('Create VM web: not finished');
  screen.getByText('host1 is away.');
  expect(screen.getByRole('link').getAttribute('href')).toBe('/tasks/t1');
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(asked).toHaveBeenCalledExactlyOnceWith('RetryTask', 't1');
});

test('a failed task matters only to a VM that it did not make', () => {
  const failed = { ...task, status: 'FAILED' } as const;
  expect(fellShort({ status: 'RUNNING' }, task)).toBe(true);
  expect(fellShort({ status: 'IN_QUEUE' }, failed)).toBe(true);
  expect(fellShort({ status: 'RUNNING' }, failed)).toBe(false);
});
