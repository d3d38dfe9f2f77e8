import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { PendingChanges } from './PendingChanges.tsx';

afterEach(cleanup);

const waiting = (rebootable: boolean) => ({
  pendingChanges: [{ attribute: 'ramMiB', from: '128', to: '512' }],
  actions: [{ action: 'REBOOT' as const, allowed: rebootable, reason: null }],
});

test('changes that wait for a restart offer it, where it is allowed', async () => {
  const onReboot = vi.fn();
  const { rerender } = render(<PendingChanges vm={waiting(true)} onReboot={onReboot} />);
  screen.getByText('Memory: 128 MiB now, 512 MiB after the restart');
  await userEvent.click(screen.getByRole('button', { name: 'Reboot' }));
  expect(onReboot).toHaveBeenCalledOnce();
  rerender(<PendingChanges vm={waiting(false)} onReboot={onReboot} />);
  screen.getByText('Memory: 128 MiB now, 512 MiB after the restart');
  expect(screen.queryByRole('button', { name: 'Reboot' })).toBeNull();
});
