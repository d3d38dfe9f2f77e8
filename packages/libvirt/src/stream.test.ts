import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FakeDaemon, type Received } from '../test/fake-daemon.ts';
import { openConnection } from './connection.ts';
import { StreamError } from './errors.ts';
import { MAX_STREAM_PAYLOAD, MessageStatus, MessageType } from './packet.ts';
import type { StreamSegment } from './stream.ts';

const dom = { name: 'a', uuid: '00000000-0000-0000-0000-000000000001', id: 1 };
const vol = { pool: 'p', name: 'v', key: '/p/v' };

async function opened() {
  const daemon = new FakeDaemon();
  const connection = await openConnection(daemon.client, { keepAlive: false });
  return { daemon, connection };
}

/** Opens a stream; `behind` is sent in the same chunk as the reply. */
async function openedStream(
  procedure: 'storageVolDownload' | 'storageVolUpload' | 'domainOpenConsole',
  options: { sparse?: boolean; behind?: (d: FakeDaemon, call: Received) => Buffer[] } = {},
) {
  const { daemon, connection } = await opened();
  const args =
    procedure === 'domainOpenConsole'
      ? { dom, dev_name: null, flags: 0 }
      : { vol, offset: 0n, length: 0n, flags: options.sparse ? 1 : 0 };
  const opening = connection.openStream(procedure, args as never, options);
  const call = await daemon.got(procedure);
  daemon.send(daemon.reply(call), ...(options.behind?.(daemon, call) ?? []));
  const { stream } = await opening;
  return { daemon, connection, call, stream };
}

function streamPackets(daemon: FakeDaemon, name: string): Received[] {
  return daemon.calls(name).filter((p) => p.type !== MessageType.CALL);
}

describe('VirStream', () => {
  it('reads data that came in the chunk of the reply, then finishes by itself', async () => {
    const { daemon, call, stream } = await openedStream('storageVolDownload', {
      behind: (d, c) => [
        d.data(c, Buffer.from('hel')),
        d.data(c, Buffer.from('lo')),
        d.data(c, Buffer.alloc(0)),
      ],
    });
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('hello');
    const finish = await daemon.got('storageVolDownload', 2);
    expect(finish).toMatchObject({
      type: MessageType.STREAM,
      status: MessageStatus.OK,
      serial: call.serial,
    });
    daemon.send(daemon.finished(call), daemon.finished(call));
  });

  it('reads data that came before the reply', async () => {
    const { daemon, connection } = await opened();
    const opening = connection.openStream('domainScreenshot', { dom, screen: 0, flags: 0 });
    const call = await daemon.got('domainScreenshot');
    const data = [daemon.data(call, Buffer.from('hel')), daemon.data(call, Buffer.from('lo'))];
    daemon.send(...data, daemon.data(call, Buffer.alloc(0)));
    daemon.send(daemon.reply(call, { mime: 'image/png' }));
    const { ret, stream } = await opening;
    expect(ret.mime).toBe('image/png');
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('hello');
    daemon.send(daemon.finished(await daemon.got('domainScreenshot', 2)));
  });

  it('keeps an error that comes before anybody listens', async () => {
    const { stream } = await openedStream('storageVolDownload', {
      behind: (d, c) => [d.error(c, 38, MessageType.STREAM)],
    });
    await expect(stream.toArray()).rejects.toMatchObject({ codeName: 'SYSTEM_ERROR' });
    await expect(stream.finish()).rejects.toMatchObject({ codeName: 'SYSTEM_ERROR' });
  });

  it('cuts large writes, sends no empty packet, and waits for the confirmation', async () => {
    const { daemon, call, stream } = await openedStream('storageVolUpload');
    stream.write(Buffer.alloc(0));
    stream.write(Buffer.alloc(MAX_STREAM_PAYLOAD + 10, 1));
    let confirmed = false;
    const done = stream.finish().then(() => {
      confirmed = true;
    });
    await daemon.got('storageVolUpload', 4);
    const packets = streamPackets(daemon, 'storageVolUpload');
    expect(packets.map((p) => [p.status, p.payload.length])).toEqual([
      [MessageStatus.CONTINUE, MAX_STREAM_PAYLOAD],
      [MessageStatus.CONTINUE, 10],
      [MessageStatus.OK, 0],
    ]);
    await turn();
    expect(confirmed).toBe(false);
    daemon.send(daemon.finished(call));
    await done;
  });

  it('fails an upload whose confirmation is an error', async () => {
    const { daemon, call, stream } = await openedStream('storageVolUpload');
    stream.write(Buffer.from('x'));
    const done = stream.finish();
    await daemon.got('storageVolUpload', 3);
    daemon.send(daemon.error(call, 38, MessageType.STREAM));
    await expect(done).rejects.toMatchObject({ code: 38 });
  });

  it('sends holes in the order of the writes, and only on a sparse stream', async () => {
    const { daemon, call, stream } = await openedStream('storageVolUpload', { sparse: true });
    stream.write('a');
    const hole = stream.hole(5n * 2n ** 40n);
    stream.write('b');
    await hole;
    const done = stream.finish();
    await daemon.got('storageVolUpload', 5);
    const packets = streamPackets(daemon, 'storageVolUpload');
    const { STREAM, STREAM_HOLE } = MessageType;
    expect(packets.map((p) => p.type)).toEqual([STREAM, STREAM_HOLE, STREAM, STREAM]);
    expect(packets[1]?.payload.readBigInt64BE()).toBe(5n * 2n ** 40n);
    daemon.send(daemon.finished(call));
    await done;
    const dense = await openedStream('storageVolUpload');
    await expect(dense.stream.hole(1n)).rejects.toMatchObject({ code: 'NOT_SPARSE' });
  });

  it('shows holes as zeros, or as holes', async () => {
    const behind = (d: FakeDaemon, c: Received) => [
      d.data(c, Buffer.from('a')),
      d.packet(
        { ...c, type: MessageType.STREAM_HOLE, status: MessageStatus.CONTINUE },
        Buffer.from('000000000002000000000000', 'hex'),
      ),
      d.data(c, Buffer.from('b')),
      d.data(c, Buffer.alloc(0)),
    ];
    const plain = await openedStream('storageVolDownload', { sparse: true, behind });
    const bytes = Buffer.concat(await plain.stream.toArray());
    expect(bytes.length).toBe(0x20000 + 2);
    expect(bytes.at(0x20000)).toBe(0);
    expect(bytes.at(-1)).toBe(98);
    const sparse = await openedStream('storageVolDownload', { sparse: true, behind });
    const parts: StreamSegment[] = [];
    for await (const part of sparse.stream.segments()) parts.push(part);
    expect(parts.map((p) => (p.kind === 'hole' ? p.length : p.data.toString()))).toEqual([
      'a',
      0x20000n,
      'b',
    ]);
  });

  it('pauses the connection for a reader that does not read', async () => {
    const { daemon, call, stream, connection } = await openedStream('storageVolDownload');
    const packet = daemon.data(call, Buffer.alloc(200_000));
    for (let i = 0; i < 20; i++) daemon.send(packet);
    while (!daemon.client.isPaused()) await turn();
    await turn();
    expect(stream.waitingBytes).toBeLessThan(1_500_000);
    daemon.send(daemon.data(call, Buffer.alloc(0)));
    expect(Buffer.concat(await stream.toArray()).length).toBe(20 * 200_000);
    expect(daemon.client.isPaused()).toBe(false);
    await connection.close();
  });

  it('tells the daemon when it is destroyed or aborted', async () => {
    const { daemon, call, stream } = await openedStream('storageVolDownload');
    stream.destroy();
    expect(await daemon.got('storageVolDownload', 2)).toMatchObject({
      status: MessageStatus.ERROR,
    });
    daemon.send(daemon.data(call, Buffer.from('late')), daemon.finished(call));
    const other = await openedStream('storageVolUpload');
    const aborting = other.stream.abort();
    await other.daemon.got('storageVolUpload', 2);
    other.daemon.send(other.daemon.finished(other.call));
    await aborting;
    expect(other.stream.destroyed).toBe(true);
  });

  it('aborts with its signal', async () => {
    const { daemon, connection } = await opened();
    const controller = new AbortController();
    const args = { vol, offset: 0n, length: 0n, flags: 0 };
    const opening = connection.openStream('storageVolDownload', args, controller);
    daemon.send(daemon.reply(await daemon.got('storageVolDownload')));
    const { stream } = await opening;
    const reading = stream.toArray();
    controller.abort();
    await expect(reading).rejects.toBeInstanceOf(StreamError);
    expect(await daemon.got('storageVolDownload', 2)).toMatchObject({
      status: MessageStatus.ERROR,
    });
  });

  it('does not leave a stream behind whose opener gave up', async () => {
    const { daemon, connection } = await opened();
    const args = { vol, offset: 0n, length: 0n, flags: 0 };
    const opening = connection.openStream('storageVolDownload', args, { timeoutMs: 5 });
    await expect(opening).rejects.toMatchObject({ code: 'DEADLINE' });
    daemon.send(daemon.reply(await daemon.got('storageVolDownload')));
    expect(await daemon.got('storageVolDownload', 2)).toMatchObject({
      status: MessageStatus.ERROR,
    });
  });

  it('a console ends on both sides when the guest goes', async () => {
    const { daemon, call, stream } = await openedStream('domainOpenConsole');
    stream.write('ls\n');
    await daemon.got('domainOpenConsole', 2);
    daemon.send(daemon.data(call, Buffer.from('x')), daemon.data(call, Buffer.alloc(0)));
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('x');
    expect(await daemon.got('domainOpenConsole', 3)).toMatchObject({ status: MessageStatus.OK });
    daemon.send(daemon.finished(call));
    if (!stream.closed) await new Promise((resolve) => stream.once('close', resolve));
    expect(stream.errored).toBeNull();
  });

  it('what a reader throws does not end the connection', async () => {
    const { daemon, call, stream, connection } = await openedStream('storageVolDownload');
    const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
    const others = process.listeners('uncaughtException').slice(0, -1);
    for (const other of others) process.off('uncaughtException', other);
    stream.on('data', () => {
      throw new Error('reader');
    });
    daemon.send(daemon.data(call, Buffer.from('x')));
    expect(await thrown).toMatchObject({ message: 'reader' });
    for (const other of others) process.on('uncaughtException', other);
    expect(connection.isOpen).toBe(true);
  });
});
