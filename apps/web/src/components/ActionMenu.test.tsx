import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { ActionMenu } from './ActionMenu.tsx';

afterEach(cleanup);

test('keys alone open a menu, choose in it, and are back at its button', async () => {
  const user = userEvent.setup();
  const chosen = vi.fn();
  const items = ['Revert', 'Delete'].map((label) => ({
    ...{ key: label, label, onSelect: () => chosen(label) },
  }));
  render(<ActionMenu label="Actions" items={items} />);
  await user.tab();
  await user.keyboard('{Enter}');
  const first = await screen.findByRole('menuitem', { name: 'Revert' });
  await waitFor(() => expect(document.activeElement).toBe(first));
  await user.keyboard('{ArrowDown}{Enter}');
  expect(chosen).toHaveBeenCalledExactlyOnceWith('Delete');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Actions' }));
});

test('what would destroy is red only while it can be done', async () => {
  const item = { key: 'a', label: 'Delete', danger: true, onSelect: () => undefined };
  const shown = async (reason?: string) => {
    const { unmount } = render(<ActionMenu label="Actions" items={[{ ...item, reason }]} />);
    await userEvent.click(screen.getByRole('button', { name: 'Actions' }));
    const entry = await screen.findByRole('menuitem');
    const { className } = entry.closest('li') ?? entry;
    unmount();
    return className;
  };
  expect(await shown()).toContain('danger');
  expect(await shown('An admin has locked it.')).not.toContain('danger');
});
