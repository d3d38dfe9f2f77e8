import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { expect, test, vi } from 'vitest';
import { keepOpen, socketUrl } from './console-link.ts';

test('the address of a socket is on the page’s host with the matching scheme', () => {
  const page = { protocol: 'https:', host: 'cloud.example.org' };
  expect(socketUrl('/console/vnc/abc', page)).toBe('wss://cloud.example.org/console/vnc/abc');
});

test('a lost connection is opened again with a fresh ticket', async () => {
  const shown: string[] = [];
  const urls: string[] = [];
  let ticket = 0;
  const link = keepOpen({
    ask: async () => `t${++ticket}`,
    attach: (url, events) => {
      urls.push(url);
      events.opened();
      if (urls.length === 1) events.closed();
      return { close: () => undefined };
    },
    show: (state) => shown.push(state),
  });
  await vi.waitFor(() => expect(urls).toEqual(['t1', 't2']), { timeout: 5_000 });
  link.close();
  expect(shown).toEqual(['connecting', 'connected', 'waiting', 'connecting', 'connected']);
});

test('a refusal that waiting cannot heal is told and not repeated', async () => {
  const ask = vi.fn(async () => {
    throw new CombinedGraphQLErrors({
      data: null,
      errors: [{ message: 'There is no such VM', extensions: { code: 'NOT_FOUND' } }],
    });
  });
  const show = vi.fn();
  const link = keepOpen({ ask, attach: () => ({ close: () => undefined }), show });
  await vi.waitFor(() =>
    expect(show).toHaveBeenLastCalledWith(
      'refused',
      expect.objectContaining({ code: 'NOT_FOUND' }),
    ),
  );
  link.close();
  expect(ask).toHaveBeenCalledOnce();
});

test('the words of the server’s close frame are shown while it waits', async () => {
  const show = vi.fn();
  const link = keepOpen({
    ask: async () => 't1',
    attach: (_url, events) => {
      events.closed('Another client took its serial console.');
      return { close: () => undefined };
    },
    show,
  });
  await vi.waitFor(() =>
    expect(show).toHaveBeenLastCalledWith(
      'waiting',
      expect.objectContaining({ message: 'Another client took its serial console.' }),
    ),
  );
  link.close();
});

test('closing while a ticket is asked for attaches nothing', async () => {
  const attach = vi.fn();
  let answer: (url: string) => void = () => undefined;
  const asked = new Promise<string>((resolve) => {
    answer = resolve;
  });
  const link = keepOpen({ ask: () => asked, attach, show: () => undefined });
  link.close();
  answer('t1');
  await asked;
  expect(attach).not.toHaveBeenCalled();
});
