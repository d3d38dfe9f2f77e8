import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateDaemon, startPrivateDaemon } from '../test/private-daemon.ts';
import { testDomainName, writeTestHost } from '../test/test-driver.ts';
import { type Connection, openConnection } from './connection.ts';
import { ConnectError, ConnectionLostError, EncodeError, LibvirtError } from './errors.ts';
import { DomainMetadataType, DomainStatsTypes } from './generated/enums.ts';
import type { OpenOptions } from './open.ts';
import { connectUnix } from './transport.ts';

let daemon: PrivateDaemon;

beforeAll(async () => {
  daemon = await startPrivateDaemon();
});
afterAll(async () => {
  await daemon.stop();
});

async function open(uri: string, options: OpenOptions = {}): Promise<Connection> {
  const socket = options.readOnly ? daemon.readOnlySocket : daemon.socket;
  return openConnection(await connectUnix(socket), { uri, ...options });
}

describe('a connection to the test driver', () => {
  it('tells about the host', async () => {
    await using connection = await open('test:///default');
    expect((await connection.getLibVersion()).text).toMatch(/^\d+\.\d+\.\d+$/);
    expect(await connection.getHostname()).not.toBe('');
    expect(await connection.nodeInfo()).toMatchObject({ model: 'i686', cpus: 16 });
    expect(await connection.getCapabilities()).toContain('<capabilities>');
    expect((await connection.listAllNetworks()).map((n) => n.name)).toEqual(['default']);
    const [pool] = await connection.listAllStoragePools();
    expect(await pool?.info()).toMatchObject({ state: 2 });
  });

  it('lists 500 domains and their statistics in the order asked', async () => {
    await using connection = await open(writeTestHost(daemon.dir, 500));
    const domains = await connection.listAllDomains();
    const names = domains.map((d) => d.name).toSorted();
    expect(names).toEqual(Array.from({ length: 500 }, (_, i) => testDomainName(i)));
    const all = await connection.getAllDomainStats(DomainStatsTypes.STATE);
    expect(all).toHaveLength(500);
    for (const { stats } of all) expect(stats['state.state']).toBe(1);
    const some = await connection.getAllDomainStats(0, { doms: domains.slice(3, 5) });
    expect(some.map((s) => s.domain.uuid)).toEqual(domains.slice(3, 5).map((d) => d.uuid));
  });

  it('has 100 calls pending and gives each its own answer', async () => {
    await using connection = await open(writeTestHost(daemon.dir, 100));
    const names = Array.from({ length: 100 }, (_, i) => testDomainName(i));
    const found = await Promise.all(names.map((name) => connection.domainLookupByName(name)));
    expect(found.map((d) => d.name)).toEqual(names);
    expect(new Set(found.map((d) => d.uuid)).size).toBe(100);
  });

  it('follows the life of a domain by events', async () => {
    await using connection = await open('test:///default');
    await using events = await connection.domainEvents({ ids: [0] });
    const xml = `<domain type='test'><name>life</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
    const domain = await connection.defineDomain(xml);
    expect(domain.id).toBe(-1);
    await domain.start();
    expect(domain.id).toBeGreaterThan(0);
    await domain.suspend();
    expect(await domain.state()).toMatchObject({ state: 'paused' });
    await domain.resume();
    expect(await domain.info()).toMatchObject({ state: 'running', vcpus: 1 });
    await domain.setMetadata({ type: DomainMetadataType.TITLE, metadata: 'Größe', flags: 2 });
    const { TITLE } = DomainMetadataType;
    expect(await domain.getMetadata({ type: TITLE, flags: 2 })).toBe('Größe');
    await domain.setAutostart(true);
    expect(await domain.getAutostart()).toBe(true);
    await domain.destroy();
    await domain.undefine();
    const seen: string[] = [];
    for await (const event of events) {
      if (event.kind !== 'lifecycle') throw new Error(event.kind);
      expect(event.domain.uuid).toBe(domain.uuid);
      seen.push(event.event);
      if (event.event === 'undefined') break;
    }
    expect(seen).toEqual(['defined', 'started', 'suspended', 'resumed', 'stopped', 'undefined']);
    const again = connection.domainLookupByUuid(domain.uuid);
    await expect(again).rejects.toMatchObject({ codeName: 'NO_DOMAIN' });
  });

  it('takes and reverts snapshots', async () => {
    await using connection = await open(writeTestHost(daemon.dir, 1));
    const domain = await connection.domainLookupByName(testDomainName(0));
    const first = await domain.createSnapshot('<domainsnapshot><name>one</name></domainsnapshot>');
    await domain.createSnapshot('<domainsnapshot><name>two</name></domainsnapshot>');
    expect((await domain.snapshots()).map((s) => s.name).toSorted()).toEqual(['one', 'two']);
    expect((await (await domain.snapshotByName('two')).parent()).name).toBe('one');
    await first.revert();
    expect(await first.isCurrent()).toBe(true);
    await (await domain.snapshotByName('two')).delete();
    expect(await domain.snapshots()).toHaveLength(1);
  });

  it('sees what another client does, network and pool events included', async () => {
    await using one = await open('test:///default');
    await using two = await open('test:///default');
    await using networks = await one.networkEvents();
    await using pools = await one.storagePoolEvents();
    const network = await two.networkLookupByName('default');
    await network.destroy();
    await network.start();
    const pool = await two.storagePoolLookupByName('default-pool');
    await pool.destroy();
    await pool.start();
    expect((await networks.next()).value).toMatchObject({
      event: 'stopped',
      network: { name: 'default' },
    });
    expect((await networks.next()).value).toMatchObject({ event: 'started' });
    expect((await pools.next()).value).toMatchObject({
      event: 'stopped',
      pool: { name: 'default-pool' },
    });
  });

  it('gives every one of many subscriptions its events', async () => {
    await using connection = await open('test:///default');
    const [domain] = await connection.listAllDomains();
    await using all = await connection.domainEvents();
    await using same = await connection.domainEvents();
    await using own = await connection.domainEvents({ ids: [0], ...(domain && { domain }) });
    for (let i = 0; i < 50; i++) {
      await domain?.suspend();
      await domain?.resume();
    }
    for (const events of [all, same, own]) {
      for (let i = 0; i < 100; i++)
        expect((await events.next()).value).toMatchObject({ kind: 'lifecycle' });
    }
  });
});

describe('limits and faults', () => {
  it('the read-only socket reads and refuses', async () => {
    await using connection = await open('test:///default', { readOnly: true });
    const [domain] = await connection.listAllDomains();
    expect(await domain?.state()).toMatchObject({ state: 'running' });
    await using _events = await connection.domainEvents({ ids: [0] });
    const refused = domain?.suspend();
    await expect(refused).rejects.toMatchObject({ codeName: 'OPERATION_DENIED' });
  });

  it('strings beyond the limit are refused here, those that kill the connection end it clearly', async () => {
    await using connection = await open('test:///default');
    const five = 'x'.repeat(5 * 1024 * 1024);
    await expect(connection.defineDomain(five)).rejects.toBeInstanceOf(EncodeError);
    const comment = 'x'.repeat(4_000_000);
    const xml = `<domain type='test'><name>big</name><description>${comment}</description><memory>1024</memory><os><type>hvm</type></os></domain>`;
    const big = await connection.defineDomain(xml);
    expect(await big.xml()).toContain(comment);
    await big.undefine();
    expect(connection.isOpen).toBe(true);
    // the daemon cannot send an error that quotes this, and hangs up
    const bad = connection.defineDomain('y'.repeat(4 * 1024 * 1024));
    await expect(bad).rejects.toBeInstanceOf(ConnectionLostError);
    expect(await connection.closed).toMatchObject({ kind: 'EOF' });
  });

  it('errors name code, domain and procedure', async () => {
    await using connection = await open('test:///default');
    await expect(connection.defineDomain('<domain')).rejects.toMatchObject({
      codeName: 'XML_DETAIL',
      domainName: 'DOMAIN',
      procedure: 'domainDefineXmlFlags',
      level: 2,
    });
    const schema = `<domain type='test'><name>x</name><nonsense/></domain>`;
    await expect(connection.defineDomain(schema, 1)).rejects.toMatchObject({ level: 2 });
    const [domain] = await connection.listAllDomains();
    await expect(domain?.xml(1 << 30)).rejects.toMatchObject({ codeName: 'INVALID_ARG' });
  });

  it('an unknown URI or socket is a clear error', async () => {
    await expect(open('nonsense:///')).rejects.toBeInstanceOf(LibvirtError);
    await expect(connectUnix(`${daemon.dir}/none`)).rejects.toBeInstanceOf(ConnectError);
  });

  it('100 connections at once', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => open('test:///default')));
    const names = await Promise.all(all.map((c) => c.getHostname()));
    expect(new Set(names).size).toBe(1);
    await Promise.all(all.map((c) => c.close()));
  });

  it('a daemon that hangs frees the caller at its deadline, and answers later', async () => {
    await using connection = await open('test:///default');
    const [domain] = await connection.listAllDomains();
    process.kill(daemon.pid, 'SIGSTOP');
    try {
      const late = domain?.state({ timeoutMs: 30 });
      await expect(late).rejects.toMatchObject({ code: 'DEADLINE', sent: true });
    } finally {
      process.kill(daemon.pid, 'SIGCONT');
    }
    expect(await domain?.state()).toMatchObject({ state: 'running' });
  });

  it('a daemon killed with calls in flight rejects all of them', async () => {
    await using own = await startPrivateDaemon();
    const connection = await openConnection(await connectUnix(own.socket), {
      uri: 'test:///default',
    });
    const events = await connection.domainEvents({ ids: [0] });
    process.kill(own.pid, 'SIGSTOP');
    const calls = Array.from({ length: 10 }, () => connection.getHostname());
    process.nextTick(() => process.kill(own.pid, 'SIGKILL'));
    const outcomes = await Promise.allSettled(calls);
    const reasons = outcomes.map((o) => (o.status === 'rejected' ? o.reason : o.value));
    for (const reason of reasons) expect(reason).toBeInstanceOf(ConnectionLostError);
    expect(reasons.filter((r) => (r as ConnectionLostError).sent)).toHaveLength(4);
    await expect(events.next()).rejects.toBeInstanceOf(ConnectionLostError);
    expect((await connection.closed).kind).toMatch(/EOF|TRANSPORT/);
  });
});
