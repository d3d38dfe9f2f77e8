import { createHash, randomBytes } from 'node:crypto';
import { createServer, type ListenOptions, type Server } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSshd, type TestSshd } from '../test/sshd.ts';
import { type SshMachine, SshPool } from './index.ts';

let sshd: TestSshd;
let pool: SshPool;
let machine: SshMachine;

beforeAll(async () => {
  sshd = await startSshd();
  pool = new SshPool();
  machine = pool.machine(sshd.target);
});

afterAll(() => {
  pool.close();
  sshd.stop();
});

async function echoServer(options: ListenOptions): Promise<Server> {
  const server = createServer((socket) => socket.pipe(socket)).listen(options);
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
}

async function echo(stream: Duplex, data: Buffer): Promise<string> {
  const hash = createHash('sha256');
  stream.end(data);
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const data = randomBytes(10 * 1024 * 1024);
const digest = createHash('sha256').update(data).digest('hex');

test('10 MiB there and back through a unix socket', async () => {
  const path = join(sshd.dir, 'echo.sock');
  const server = await echoServer({ path });
  expect(await echo(await machine.forwardUnix(path), data)).toBe(digest);
  server.close();
});

test('10 MiB there and back through a TCP port, and 20 forwards at once', async () => {
  const server = await echoServer({ port: 0, host: '127.0.0.1' });
  const { port } = server.address() as { port: number };
  expect(await echo(await machine.forwardTcp('127.0.0.1', port), data)).toBe(digest);
  const small = data.subarray(0, 100_000);
  const expected = createHash('sha256').update(small).digest('hex');
  const streams = await Promise.all(
    Array.from({ length: 20 }, () => machine.forwardTcp('127.0.0.1', port)),
  );
  const digests = await Promise.all(streams.map((stream) => echo(stream, small)));
  expect(new Set(digests)).toEqual(new Set([expected]));
  server.close();
});

test('a slow reader holds the sender back', async () => {
  const path = join(sshd.dir, 'flood.sock');
  let sent = 0;
  const server = createServer((socket) => {
    const push = () => {
      while (sent < 64 * 1024 * 1024) {
        sent += 65_536;
        if (!socket.write(Buffer.alloc(65_536))) return;
      }
      socket.end();
    };
    socket.on('drain', push).on('error', () => undefined);
    push();
  }).listen(path);
  const stream = await machine.forwardUnix(path);
  await new Promise((resolve) => stream.once('readable', resolve));
  await machine.run(['sleep', '0.3']); // the connection itself is not held back
  expect(sent).toBeLessThan(16 * 1024 * 1024);
  let received = 0;
  for await (const chunk of stream) received += (chunk as Buffer).length;
  expect(received).toBe(64 * 1024 * 1024);
  server.close();
});

test('destroy takes effect at once and reaches the other end', async () => {
  const path = join(sshd.dir, 'gone.sock');
  const ended = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    socket
      .resume()
      .on('error', () => undefined)
      .on('close', () => ended.resolve());
  }).listen(path);
  const stream = await machine.forwardUnix(path);
  const closed = new Promise((resolve) => stream.once('close', resolve));
  stream.destroy();
  expect(stream.destroyed).toBe(true);
  await Promise.all([closed, ended.promise]);
  server.close();
});

test('the end of the other side ends the stream', async () => {
  const path = join(sshd.dir, 'bye.sock');
  const server = createServer((socket) => socket.end('bye')).listen(path);
  const stream = await machine.forwardUnix(path);
  const closed = new Promise((resolve) => stream.once('close', resolve));
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  expect(text).toBe('bye');
  await closed;
  server.close();
});

test('nobody listening: FORWARD_FAILED', async () => {
  await expect(machine.forwardUnix('/nonexistent.sock')).rejects.toMatchObject({
    code: 'FORWARD_FAILED',
  });
  await expect(machine.forwardTcp('127.0.0.1', 1)).rejects.toMatchObject({
    code: 'FORWARD_FAILED',
  });
});
