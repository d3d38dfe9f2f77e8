import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { EditForm } from './EditForm.tsx';

vi.mock('../../../session/session.tsx', () => ({ useIsAdmin: () => false }));
afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

const vm = {
  ...{ id: 'v1', name: 'web', status: 'RUNNING' as const, vcpus: 1, ramMiB: 128, maxVcpus: 4 },
  ...{
    maxRamMiB: 256,
    purpose: null,
    expiresAt: null,
    bootOrder: ['DISK'] as const,
    startPriority: 5,
  },
} as const;

test('a refused setting is told at its field, which has the focus, and nothing typed is lost', async () => {
  const sent = vi.fn();
  const fields = [{ path: 'name', message: 'There is one of this name.' }];
  const refusal = { message: '', extensions: { code: 'BAD_USER_INPUT', fields } };
  const link = new ApolloLink(({ variables }) => {
    sent(variables['input']);
    return new Observable((observer) =>
      observer.error(new CombinedGraphQLErrors({ errors: [refusal] })),
    );
  });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  render(
    <ApolloProvider client={client}>
      <EditForm vm={vm} reason={undefined} />
    </ApolloProvider>,
  );
  const user = userEvent.setup();
  const field = (label: string): HTMLInputElement => screen.getByLabelText(label);
  const focused = (label: string) =>
    waitFor(() => expect(document.activeElement).toBe(field(label)));
  const save = screen.getByRole('button', { name: 'Save' });
  await user.clear(field('vCPUs'));
  await user.click(save);
  await focused('vCPUs');
  expect(sent).not.toHaveBeenCalled();
  await user.type(field('vCPUs'), '2');
  await user.type(field('Name'), '-2');
  await user.click(save);
  await screen.findByText('There is one of this name.');
  await focused('Name');
  expect(sent).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ id: 'v1', name: 'web-2', vcpus: 2 }),
  );
  expect(field('vCPUs').value).toBe('2');
});

test('what was typed is there again after a look at another tab, until it is discarded', async () => {
  const client = new ApolloClient({ link: ApolloLink.empty(), cache: new InMemoryCache() });
  const open = () =>
    render(
      <ApolloProvider client={client}>
        <EditForm vm={vm} reason={undefined} />
      </ApolloProvider>,
    );
  const purpose = (): HTMLInputElement => screen.getByLabelText('Purpose (optional)');
  open();
  await userEvent.type(purpose(), 'Nightly builds');
  cleanup();
  open();
  expect(purpose().value).toBe('Nightly builds');
  await userEvent.click(screen.getByRole('button', { name: 'Discard changes' }));
  cleanup();
  open();
  expect(purpose().value).toBe('');
});
