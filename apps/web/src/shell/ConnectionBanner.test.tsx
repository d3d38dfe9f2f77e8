import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { setConnection } from '../api/connection.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';

afterEach(() => {
  act(() => setConnection('online'));
  cleanup();
});

test('says so while the server is away, and goes by itself', () => {
  render(<ConnectionBanner probe={async () => undefined} />);
  expect(screen.queryByText(/connection to the server is lost/)).toBeNull();
  act(() => setConnection('away'));
  expect(screen.getByRole('status').textContent).toContain('What is shown may be old.');
  act(() => setConnection('online'));
  expect(screen.queryByText(/connection to the server is lost/)).toBeNull();
});

test('connects at once when asked to', async () => {
  const probe = vi.fn(async () => undefined);
  render(<ConnectionBanner probe={probe} />);
  act(() => setConnection('away'));
  await userEvent.click(screen.getByRole('button', { name: 'Connect now' }));
  expect(probe).toHaveBeenCalledOnce();
});
