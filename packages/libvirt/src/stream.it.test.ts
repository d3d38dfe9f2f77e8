import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateDaemon, startPrivateDaemon } from '../test/private-daemon.ts';
import { type Connection, openConnection } from './connection.ts';
import type { StoragePool, StorageVolume } from './storage.ts';
import { connectUnix } from './transport.ts';

const MIB = 1024 * 1024;
let daemon: PrivateDaemon;
let connection: Connection;
let socket: Socket;
let pool: StoragePool;

beforeAll(async () => {
  daemon = await startPrivateDaemon({
    libvirtdConf: 'keepalive_interval = 1\nkeepalive_count = 2',
  });
  socket = (await connectUnix(daemon.socket)) as Socket;
  connection = await openConnection(socket, { keepAlive: { intervalMs: 500, count: 6 } });
  const path = join(daemon.dir, 'pool');
  await mkdir(path);
  const xml = `<pool type='dir'><name>pool</name><target><path>${path}</path></target></pool>`;
  pool = await connection.defineStoragePool(xml);
  await pool.start();
});
afterAll(async () => {
  await connection.close();
  await daemon.stop();
});

function volume(name: string, bytes: number): Promise<StorageVolume> {
  const target = `<target><format type='raw'/></target>`;
  return pool.createVolume(
    `<volume><name>${name}</name><capacity>${bytes}</capacity><allocation>0</allocation>${target}</volume>`,
  );
}

/** Bytes that do not repeat, in parts of odd sizes; `hash` takes all of them. */
function* noise(bytes: number, hash: ReturnType<typeof createHash>): Generator<Buffer> {
  let state = 1;
  for (let left = bytes; left > 0; ) {
    const part = Buffer.alloc(Math.min(left, 300_007));
    for (let i = 0; i + 4 <= part.length; i += 4) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      part.writeUInt32LE(state, i);
    }
    hash.update(part);
    left -= part.length;
    yield part;
  }
}

describe('streams of a volume', () => {
  it('carries 32 MiB there and back unchanged', async () => {
    const vol = await volume('there', 32 * MIB);
    const sent = createHash('sha256');
    await pipeline(Readable.from(noise(32 * MIB, sent)), await vol.upload());
    const got = createHash('sha256');
    let bytes = 0;
    for await (const part of await vol.download()) {
      got.update(part as Buffer);
      bytes += (part as Buffer).length;
    }
    expect(bytes).toBe(32 * MIB);
    expect(got.digest('hex')).toBe(sent.digest('hex'));
    const range = await vol.download({ offset: 300_007n, length: 100n });
    expect(Buffer.concat(await range.toArray()).length).toBe(100);
    expect(await vol.info()).toMatchObject({ capacityBytes: 32 * MIB });
    expect((await pool.listVolumes()).map((v) => v.name)).toContain('there');
    await vol.delete();
  });

  it('carries holes as holes', async () => {
    const vol = await volume('sparse', 64 * MIB);
    const upload = await vol.upload({ sparse: true });
    upload.write(Buffer.alloc(MIB, 1));
    await upload.hole(BigInt(62 * MIB));
    upload.write(Buffer.alloc(MIB, 2));
    await upload.finish();
    const { size, blocks } = statSync(await vol.path());
    expect(size).toBe(64 * MIB);
    expect(blocks * 512).toBeLessThan(4 * MIB);

    let data = 0;
    let holes = 0n;
    for await (const part of (await vol.download({ sparse: true })).segments()) {
      if (part.kind === 'hole') holes += part.length;
      else data += part.data.length;
    }
    expect([data, holes]).toEqual([2 * MIB, BigInt(62 * MIB)]);
    const plain = Buffer.concat(await (await vol.download({ sparse: true })).toArray());
    expect(plain.length).toBe(64 * MIB);
    expect([plain[0], plain[MIB], plain[63 * MIB]]).toEqual([1, 0, 2]);
    await vol.delete();
  });

  it('keeps memory bounded and the connection alive for a reader that is slow for long', async () => {
    const vol = await volume('slow', 64 * MIB);
    const sent = createHash('sha256');
    await pipeline(Readable.from(noise(64 * MIB, sent)), await vol.upload());
    // a client that does not answer the daemon's pings: it shows when the daemon hangs up on such
    const deaf = connect({ path: daemon.socket });
    await openConnection(deaf, { keepAlive: { intervalMs: 1e9 } });
    deaf.removeAllListeners('data').on('data', () => {});

    const before = socket.bytesRead;
    const download = await vol.download();
    const got = createHash('sha256');
    const chunks = download[Symbol.asyncIterator]();
    got.update((await chunks.next()).value as Buffer);
    await new Promise((resolve) => deaf.once('close', resolve));
    expect(socket.isPaused()).toBe(true);
    expect(socket.bytesRead - before).toBeLessThan(3 * MIB);
    expect(download.waitingBytes).toBeLessThan(3 * MIB);
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      got.update(next.value as Buffer);
      expect(download.waitingBytes).toBeLessThan(3 * MIB);
    }
    expect(got.digest('hex')).toBe(sent.digest('hex'));
    expect(connection.isOpen).toBe(true);
    await vol.delete();
  });

  it('says when the volume is full, and the connection stays', async () => {
    const vol = await volume('full', MIB);
    const upload = await vol.upload({ length: BigInt(MIB) });
    const source = Readable.from(noise(8 * MIB, createHash('sha256')));
    await expect(pipeline(source, upload)).rejects.toMatchObject({ codeName: 'SYSTEM_ERROR' });
    expect(await connection.getHostname()).not.toBe('');
    await vol.delete();
  });

  it('aborts in the middle, both ways, and leaves off early', async () => {
    const vol = await volume('abort', 16 * MIB);
    const upload = await vol.upload();
    upload.write(Buffer.alloc(MIB, 1));
    await upload.abort();
    const download = await vol.download();
    await download[Symbol.asyncIterator]().next();
    await download.abort();
    const early = await vol.download();
    await early.finish();
    for await (const _part of await vol.download()) break;
    expect(await connection.getHostname()).not.toBe('');
    const whole = Buffer.concat(await (await vol.download()).toArray());
    expect(whole.length).toBe(16 * MIB);
    await vol.delete();
  });

  it('a small call overtakes a bulk stream on another connection', async () => {
    const vol = await volume('bulk', 32 * MIB);
    await using other = await openConnection(await connectUnix(daemon.socket));
    const same = await other.storageVolumeLookupByPath(await vol.path());
    const order: string[] = [];
    const sending = pipeline(
      Readable.from(noise(32 * MIB, createHash('sha256'))),
      await same.upload(),
    ).then(() => order.push('upload'));
    await connection.getHostname();
    order.push('call');
    await sending;
    expect(order).toEqual(['call', 'upload']);
    await vol.delete();
  });
});
