import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VmDetailFieldsFragment } from '../../api/generated/graphql.ts';
import { VmDrive } from './VmDrive.tsx';

afterEach(cleanup);

let sent: [string, Record<string, unknown>][];
beforeEach(() => {
  sent = [];
});

const template = (id: string, name: string, format: string, active = true) => ({
  ...{ __typename: 'Template', id, name, format, active, os: 'Debian', version: '12' },
});
const TEMPLATES = [
  template('tpl_disk', 'Disk', 'QCOW2'),
  template('tpl_in', 'In the drive', 'ISO'),
  template('tpl_old', 'Retired', 'ISO', false),
  template('tpl_one', 'Installer', 'ISO'),
  template('tpl_two', 'Rescue', 'ISO'),
];

function show(vm: object) {
  const link = new ApolloLink(({ operationName = '', variables }) => {
    sent.push([operationName, variables]);
    const data = operationName === 'DiscChoices' ? { templates: TEMPLATES } : { insertMedia: null };
    return new Observable((observer) => {
      observer.next({ data });
      observer.complete();
    });
  });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  render(
    <ApolloProvider client={client}>
      <VmDrive vm={vm as VmDetailFieldsFragment} />
    </ApolloProvider>,
  );
}

const vm = (disc: object | null, allowed = true) => ({
  ...{ id: 'vm_1', name: 'web', drive: { disc } },
  actions: [{ action: 'CHANGE_MEDIA', allowed, reason: allowed ? null : 'web is locked.' }],
});

test('offers the discs there are but the one that is in, and asks for the one picked', async () => {
  const user = userEvent.setup();
  show(vm({ id: 'tpl_in', name: 'In the drive' }));
  await user.click(screen.getByRole('button', { name: 'Change' }));
  await user.click(await screen.findByRole('button', { name: /^Disc: Installer/ }));
  const options = (await screen.findAllByRole('option')).map(({ textContent }) => textContent);
  expect(options).toEqual([
    expect.stringContaining('Installer'),
    expect.stringContaining('Rescue'),
  ]);
  await user.click(screen.getByRole('option', { name: /Rescue/ }));
  await user.click(screen.getByRole('button', { name: 'Insert disc' }));
  await waitFor(() => expect(sent.map(([name]) => name)).toContain('InsertMedia'));
  expect(sent.find(([name]) => name === 'InsertMedia')?.[1]).toMatchObject({
    input: { id: 'vm_1', templateId: 'tpl_two' },
  });
});

test('an empty drive has nothing to eject; who may not change it is told why', async () => {
  const user = userEvent.setup();
  show(vm(null, false));
  expect(screen.getByText('Empty')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Eject' })).toBeNull();
  const insert = screen.getByRole('button', { name: 'Insert disc' });
  await user.click(insert);
  await screen.findByText('web is locked.');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(sent).toEqual([]);
});
