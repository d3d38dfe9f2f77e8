import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateDaemon, startPrivateDaemon } from '../test/private-daemon.ts';
import { qemuGuestXml } from '../test/qemu-guest.ts';
import { type Connection, openConnection } from './connection.ts';
import type { Domain } from './domain.ts';
import type { DomainEvent } from './domain-events.ts';
import { isLibvirtError } from './errors.ts';
import type { EventSubscription } from './events.ts';
import { DomainXMLFlags, KeycodeSet } from './generated/enums.ts';
import { connectUnix } from './transport.ts';

let daemon: PrivateDaemon;
let connection: Connection;

async function open(): Promise<Connection> {
  return openConnection(await connectUnix(daemon.socket));
}

beforeAll(async () => {
  daemon = await startPrivateDaemon();
  connection = await open();
});
afterAll(async () => {
  await connection.close();
  await daemon.stop();
});

/** A guest that was defined and is gone after the test. */
async function guest(name: string): Promise<Domain & AsyncDisposable> {
  const domain = await connection.defineDomain(qemuGuestXml(name));
  return Object.assign(domain, {
    [Symbol.asyncDispose]: async () => {
      if (await domain.isActive()) await domain.destroy();
      await domain.undefine();
    },
  });
}

/** Reads events until one matches; the test's own time limit is the deadline. */
async function until(
  events: EventSubscription<DomainEvent>,
  matches: (event: DomainEvent) => boolean,
): Promise<DomainEvent[]> {
  const seen: DomainEvent[] = [];
  while (true) {
    const { value } = await events.next();
    if (!value || value.kind === 'overflow') throw new Error('events ended');
    seen.push(value);
    if (matches(value)) return seen;
  }
}

const names = (events: readonly DomainEvent[]) =>
  events.map((e) => (e.kind === 'lifecycle' ? `${e.event}/${e.detail}` : e.kind));

describe('a QEMU guest', () => {
  it('lives, is paused, resumed and destroyed, and every step is an event', async () => {
    await using events = await connection.domainEvents();
    await using domain = await guest('life');
    await domain.start({ paused: true });
    expect(await domain.state()).toMatchObject({ state: 'paused', reason: 'user' });
    await domain.resume();
    await domain.suspend();
    expect(await domain.info()).toMatchObject({ state: 'paused', memoryKiB: 32 * 1024, vcpus: 1 });
    expect(await domain.controlInfo()).toMatchObject({ state: 'ok' });
    expect(await domain.xml(DomainXMLFlags.SECURE)).toContain('<graphics');
    const [own] = await connection.getAllDomainStats(0, { doms: [domain] });
    expect(own?.stats).toMatchObject({ 'state.state': 3, 'vcpu.current': 1 });
    expect(typeof own?.stats['cpu.time']).toBe('bigint');
    expect(await domain.jobStats()).toMatchObject({ type: 'none' });
    await domain.destroy();
    const isStop = (e: DomainEvent) => e.kind === 'lifecycle' && e.event === 'stopped';
    const seen = names(await until(events, isStop));
    expect(seen[0]).toBe('defined/added');
    expect(seen).toContain('started/booted');
    expect(seen).toContain('resumed/unpaused');
    expect(seen).toContain('suspended/paused');
    expect(seen.at(-1)).toBe('stopped/destroyed');
    await expect(domain.suspend()).rejects.toMatchObject({ codeName: 'OPERATION_INVALID' });
  });

  it('gets a device, once', async () => {
    await using events = await connection.domainEvents();
    await using domain = await guest('device');
    await domain.start({ paused: true });
    const rng = `<rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-rng'/></rng>`;
    await domain.attachDevice(rng, 1);
    const seen = await until(events, (e) => e.kind === 'deviceAdded' && e.devAlias === 'ua-rng');
    expect(seen.at(-1)?.domain.uuid).toBe(domain.uuid);
    await expect(domain.attachDevice(rng, 1)).rejects.toMatchObject({ level: 2 });
    expect(await domain.xml()).toContain('ua-rng');
  });

  it('keeps our metadata', async () => {
    await using domain = await guest('meta');
    const uri = 'https://example.org/meta';
    await domain.setMetadata({ type: 2, metadata: '<owner id="7"/>', key: 'b', uri, flags: 2 });
    expect(await domain.getMetadata({ type: 2, uri, flags: 2 })).toContain('id="7"');
    await domain.setMetadata({ type: 2, metadata: null, uri, flags: 2 });
    const gone = domain.getMetadata({ type: 2, uri, flags: 2 });
    await expect(gone).rejects.toMatchObject({ codeName: 'NO_DOMAIN_METADATA' });
  });

  it('is saved and comes back', async () => {
    await using domain = await guest('saved');
    await domain.start({ paused: true });
    await domain.managedSave();
    expect(await domain.hasManagedSave()).toBe(true);
    expect(await domain.isActive()).toBe(false);
    await domain.start();
    expect(await domain.state()).toMatchObject({ state: 'paused' });
    expect(await domain.hasManagedSave()).toBe(false);
  });

  it('shows its screen and takes keys', async () => {
    await using domain = await guest('screen');
    const off = domain.screenshot();
    await expect(off).rejects.toMatchObject({ codeName: 'OPERATION_INVALID' });
    await domain.start();
    const { mime, data } = await domain.screenshot();
    expect(mime).toBe('image/png');
    expect(data.subarray(1, 4).toString()).toBe('PNG');
    // its data may overtake the reply
    for (let i = 0; i < 40; i++)
      expect((await domain.screenshot()).data.length).toBeGreaterThan(500);
    await domain.sendKey(KeycodeSet.LINUX, [28]);
  });

  it('talks on its serial console, to one client at a time', async () => {
    await using domain = await guest('console');
    await domain.start({ paused: true });
    const console = await domain.openConsole();
    const text: string[] = [];
    const firmware = (async () => {
      for await (const part of console) {
        text.push((part as Buffer).toString('latin1'));
        if (text.join('').includes('SeaBIOS')) return;
      }
    })();
    await using other = await open();
    const same = await other.domainLookupByName('console');
    const refused = same.openConsole({ safe: true });
    await expect(refused).rejects.toMatchObject({ codeName: 'OPERATION_FAILED' });
    await domain.resume();
    await firmware;
    expect(text.join('')).toContain('SeaBIOS');
  });

  it('ends the console of the one who is thrown off, and of a guest that goes', async () => {
    await using domain = await guest('forced');
    await domain.start({ paused: true });
    const first = await domain.openConsole();
    const thrownOff = first.toArray().catch((error: unknown) => error);
    const second = await domain.openConsole({ force: true });
    expect(isLibvirtError(await thrownOff)).toBe(true);
    const read = second.toArray();
    await domain.destroy();
    expect(Buffer.concat(await read).length).toBeGreaterThanOrEqual(0);
    expect(connection.isOpen).toBe(true);
  });

  it('eight calls that hang hold up nothing on another connection', async () => {
    await using jobs = await open();
    await using domain = await guest('hung');
    await domain.start({ paused: true });
    const [pid] = daemon.guestPids();
    if (pid === undefined) throw new Error('no guest process');
    const target = await jobs.domainLookupByUuid(domain.uuid);
    process.kill(pid, 'SIGSTOP');
    const long: Promise<unknown>[] = [];
    try {
      for (let i = 0; i < 8; i++) long.push(jobs.getAllDomainStats(0, { doms: [target] }));
      expect(jobs.load).toEqual({ inFlight: 4, queued: 4 });
      expect(await connection.getHostname()).not.toBe('');
      expect(await domain.state({ timeoutMs: 5000 })).toMatchObject({ state: 'paused' });
      while ((await domain.controlInfo()).state !== 'occupied') await domain.state();
      expect(jobs.load).toEqual({ inFlight: 4, queued: 4 });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await Promise.all(long);
    expect(jobs.load).toEqual({ inFlight: 0, queued: 0 });
  });
});

describe('the host', () => {
  it('tells versions, memory and CPU time', async () => {
    expect((await connection.getVersion()).number).toBeGreaterThan(5_000_000);
    expect(await connection.nodeFreeMemory()).toBeGreaterThan(0);
    expect(await connection.nodeMemoryStats()).toMatchObject({ total: expect.any(Number) });
    expect(await connection.nodeCpuStats()).toMatchObject({ user: expect.any(BigInt) });
    const capabilities = await connection.getDomainCapabilities({ virtType: 'qemu' });
    expect(capabilities).toContain('<domainCapabilities>');
  });
});
