import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AbortedError, ConnectError } from './errors.ts';
import { connectUnix } from './transport.ts';

const dir = mkdtempSync(join(tmpdir(), 'unix-'));
const path = join(dir, 'socket');
let server: Server;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.write(Buffer.alloc(3_000_000, 7));
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
});
afterAll(() => {
  server.close();
  rmSync(dir, { recursive: true });
});

describe('connectUnix', () => {
  it('gives a stream like any other to who does not speak libvirt over it', async () => {
    const duplex = await connectUnix(path);
    duplex.end('bye');
    const bytes = Buffer.concat(await duplex.toArray());
    expect(bytes.length).toBe(3_000_003);
    expect(bytes.subarray(0, 3_000_000).equals(Buffer.alloc(3_000_000, 7))).toBe(true);
    expect(bytes.subarray(-3).toString()).toBe('bye');
  });

  it('says where nobody listens', async () => {
    const error = await connectUnix(join(dir, 'none')).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ code: 'CONNECT_FAILED', path: join(dir, 'none') });
    expect((error as Error).cause).toMatchObject({ code: 'ENOENT' });
  });

  it('can be aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(connectUnix(path, { signal })).rejects.toBeInstanceOf(AbortedError);
    const controller = new AbortController();
    const connecting = connectUnix(path, controller);
    controller.abort();
    await expect(connecting).rejects.toBeInstanceOf(AbortedError);
  });
});
