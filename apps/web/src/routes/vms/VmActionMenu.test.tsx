import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { VmActionMenu } from './VmActionMenu.tsx';

afterEach(cleanup);

const vm = {
  id: 'v1',
  name: 'web-1',
  actions: [
    { action: 'DELETE', allowed: true, reason: null },
    { action: 'START', allowed: false, reason: 'web-1 is running' },
    { action: 'SHUTDOWN', allowed: true, reason: null },
  ],
} as const;

test('actions stand in their fixed order, forbidden ones with their reason', async () => {
  const user = userEvent.setup();
  const onAction = vi.fn();
  render(<VmActionMenu vm={vm} onAction={onAction} />);
  await user.click(screen.getByRole('button', { name: 'Actions for web-1' }));
  const items = await screen.findAllByRole('menuitem');
  expect(items.map((item) => item.textContent)).toEqual([
    'Startweb-1 is running',
    'Shut down',
    'Delete',
  ]);
  expect(items[0]?.getAttribute('aria-disabled')).toBe('true');
});

test('a forbidden action does nothing, an allowed one is passed on', async () => {
  const user = userEvent.setup();
  const onAction = vi.fn();
  render(<VmActionMenu vm={vm} onAction={onAction} />);
  await user.click(screen.getByRole('button', { name: 'Actions for web-1' }));
  await user.click(await screen.findByRole('menuitem', { name: /Start/ }));
  expect(onAction).not.toHaveBeenCalled();
  await user.click(await screen.findByRole('menuitem', { name: 'Shut down' }));
  expect(onAction).toHaveBeenCalledExactlyOnceWith('SHUTDOWN');
});
