import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection, Domain } from '@baadal/libvirt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { LabCloud } from '../../test/lab-cloud.ts';
import type { TestVm } from '../../test/rows.ts';
import { addUser } from '../../test/rows.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import { newId, type OrganisationId, type UserId } from '../platform/ids.ts';
import type { ConsoleKind } from './console.type.ts';
import { type ConsoleServer, createConsoleServer } from './console-server.ts';
import { issueTicket, redeemTicket } from './console-tickets.ts';

let cloud: LabCloud;
let consoles: ConsoleServer;
let http: Server;
let outside: Connection;
let vm: TestVm;
let domain: Domain;
let credential: string;

/** A viewer as a browser or script is one. */
class TestViewer implements Disposable {
  readonly socket: WebSocket;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  received = Buffer.alloc(0);

  constructor(path: string, options: { readonly origin?: string } = {}) {
    const { port } = http.address() as AddressInfo;
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, 'binary', options);
    this.socket.on('message', (data: Buffer) => {
      this.received = Buffer.concat([this.received, data]);
    });
    this.closed = new Promise((resolve, reject) => {
      this.socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
      this.socket.once('error', reject);
    });
    this.closed.catch(() => undefined);
  }

  async sees(text: string, deadlineMs?: number): Promise<void> {
    await waitFor(
      `"${text}" in the output`,
      () => this.received.toString('latin1').includes(text),
      deadlineMs,
    ).catch((error: unknown) => {
      throw new Error(`${error}; seen: ${this.received.toString('latin1').slice(-500)}`);
    });
  }

  [Symbol.dispose](): void {
    this.socket.terminate();
  }
}

/** A session as sign-in makes one. */
async function signIn(userId: UserId): Promise<string> {
  const id = randomBytes(32).toString('hex');
  await run(
    cloud.em(),
    `insert into session (id, user_id, created_at, expires_at)
     values (?, ?, utc_timestamp(3), utc_timestamp(3) + interval 1 hour)`,
    [id, userId],
  );
  return id;
}

async function ticket(kind: ConsoleKind, forVm: TestVm = vm): Promise<string> {
  const grant = { vmId: forVm.id, userId: cloud.owner, kind, credential };
  const { token } = await issueTicket(cloud.em(), grant);
  return `/console/${kind === 'VNC' ? 'vnc' : 'serial'}/${token}`;
}

beforeAll(async () => {
  cloud = await LabCloud.up({ name: 'co', hosts: 1 });
  consoles = createConsoleServer({
    ...cloud.services,
    config: { publicUrl: 'https://cloud.test' },
  });
  http = createServer();
  http.on('upgrade', (request, socket, head) => {
    if (!consoles.handleUpgrade(request, socket, head)) socket.destroy();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  outside = await cloud.outsider(1);
  credential = await signIn(cloud.owner);
  vm = await cloud.addVm(1, { status: 'RUNNING' });
  domain = await cloud.startDomain(outside, vm, 'kernel');
});
afterAll(async () => {
  await domain?.destroy().catch(() => undefined);
  await outside?.close();
  await consoles?.close();
  http?.close();
  await cloud?.[Symbol.asyncDispose]();
});

describe('tickets', () => {
  const grant = () => ({ vmId: vm.id, userId: cloud.owner, kind: 'VNC' as const, credential });

  it('work once, even when two come with the same one', async () => {
    const { token } = await issueTicket(cloud.em(), grant());
    const both = await Promise.all([
      redeemTicket(cloud.em(), token, 'VNC'),
      redeemTicket(cloud.em(), token, 'VNC'),
    ]);
    expect(both.filter(Boolean)).toEqual([grant()]);
    expect(await redeemTicket(cloud.em(), token, 'VNC')).toBeNull();
  });

  it('expire, and open no other kind of console', async () => {
    const { token } = await issueTicket(cloud.em(), grant());
    expect(await redeemTicket(cloud.em(), token, 'SERIAL')).toBeNull();
    const late = await issueTicket(cloud.em(), grant());
    await run(cloud.em(), 'update console_ticket set expires_at = utc_timestamp(3)');
    expect(await redeemTicket(cloud.em(), late.token, 'VNC')).toBeNull();
  });

  it('are not in the table as they are', async () => {
    const { token } = await issueTicket(cloud.em(), grant());
    const table = await rows(cloud.em(), 'select * from console_ticket');
    expect(JSON.stringify(table)).not.toContain(token);
  });
});

describe('the console server', () => {
  it('leaves other paths to others', async () => {
    using viewer = new TestViewer('/console/vnc/');
    await expect(viewer.closed).rejects.toThrow();
  });

  it('says that a ticket is bad, used, or of a closed account', async () => {
    using unknown = new TestViewer('/console/vnc/not-a-ticket');
    expect((await unknown.closed).code).toBe(4401);
    const path = await ticket('VNC');
    using first = new TestViewer(path);
    await first.sees('RFB 003.00');
    using second = new TestViewer(path);
    expect((await second.closed).code).toBe(4401);
    const userId = newId('user');
    const closedAccount = { vmId: vm.id, userId, kind: 'VNC' as const, credential };
    const { token } = await issueTicket(cloud.em(), closedAccount);
    using third = new TestViewer(`/console/vnc/${token}`);
    expect((await third.closed).code).toBe(4401);
  });

  it('ends the console of a person who may not use the VM any more, at once', async () => {
    const em = cloud.em();
    const [org] = await rows<{ id: OrganisationId }>(em, 'select id from organisation');
    if (!org) throw new Error('no organisation');
    const userId = await addUser(em, org.id, 'guest');
    await run(em, 'insert into vm_collaborator (vm_id, user_id) values (?, ?)', [vm.id, userId]);
    const { token } = await issueTicket(em, {
      ...{ vmId: vm.id, userId, kind: 'VNC' },
      credential: await signIn(userId),
    });
    using guest = new TestViewer(`/console/vnc/${token}`);
    await guest.sees('RFB 003.00');
    using owner = new TestViewer(await ticket('VNC'));
    await owner.sees('RFB 003.00');
    await run(em, 'delete from vm_collaborator where user_id = ?', [userId]);
    cloud.events.publish('access', { userId });
    expect((await guest.closed).code).toBe(4401);
    // The owner's stays: it ends when the test ends it.
    const first = await Promise.race([owner.closed.then(() => 'closed'), Promise.resolve('open')]);
    expect(first).toBe('open');
  });

  it('ends consoles and tickets with the session that they were asked for in', async () => {
    const stolen = await signIn(cloud.owner);
    const grant = { vmId: vm.id, userId: cloud.owner, kind: 'VNC' as const, credential: stolen };
    const open = await issueTicket(cloud.em(), grant);
    const unused = await issueTicket(cloud.em(), grant);
    using intruder = new TestViewer(`/console/vnc/${open.token}`);
    await intruder.sees('RFB 003.00');
    await run(cloud.em(), 'delete from session where id = ?', [stolen]);
    cloud.events.publish('access', { userId: cloud.owner });
    expect((await intruder.closed).code).toBe(4401);
    using late = new TestViewer(`/console/vnc/${unused.token}`);
    expect((await late.closed).code).toBe(4401);
  });

  it('refuses pages of other sites', async () => {
    using other = new TestViewer(await ticket('VNC'), { origin: 'https://evil.test' });
    await expect(other.closed).rejects.toThrow('403');
    const { port } = http.address() as AddressInfo;
    for (const origin of [`http://127.0.0.1:${port}`, 'https://cloud.test']) {
      using ours = new TestViewer(await ticket('VNC'), { origin });
      await ours.sees('RFB 003.00');
    }
  });

  it('passes the VNC handshake both ways', async () => {
    using viewer = new TestViewer(await ticket('VNC'));
    await viewer.sees('RFB 003.008\n');
    expect(viewer.socket.protocol).toBe('binary');
    viewer.socket.send('RFB 003.008\n');
    // Number of security types, then the types: 1 is none (RFC 6143, section 7.1.2).
    await waitFor('security types', () => viewer.received.length >= 14);
    expect([...viewer.received.subarray(12, 14)]).toEqual([1, 1]);
  });

  it('shares the serial console, and shows newcomers what came before', async () => {
    using one = new TestViewer(await ticket('SERIAL'));
    await waitFor(
      'a prompt',
      () => {
        if (one.socket.readyState === WebSocket.OPEN) one.socket.send('\r');
        return one.received.toString('latin1').includes('login:');
      },
      60_000,
    );
    one.socket.send('root\r');
    await one.sees('# ');
    one.socket.send('echo seven-$((3+4))\r');
    await one.sees('seven-7');
    using two = new TestViewer(await ticket('SERIAL'));
    await two.sees('seven-7');
    two.socket.send('echo nine-$((4+5))\r');
    await Promise.all([one.sees('nine-9'), two.sees('nine-9')]);
  });

  it('says that a VM without a running domain is off', async () => {
    const off = await cloud.addVm(1, { status: 'SHUTDOWN' });
    for (const kind of ['VNC', 'SERIAL'] as const) {
      using viewer = new TestViewer(await ticket(kind, off));
      expect((await viewer.closed).code).toBe(4409);
    }
    const justStopped = await cloud.addVm(1, { status: 'RUNNING' });
    for (const kind of ['VNC', 'SERIAL'] as const) {
      using viewer = new TestViewer(await ticket(kind, justStopped));
      expect((await viewer.closed).code).toBe(4409);
    }
  });

  it('ends with the VM', async () => {
    using screen = new TestViewer(await ticket('VNC'));
    using serial = new TestViewer(await ticket('SERIAL'));
    await screen.sees('RFB');
    await serial.sees('nine-9');
    await domain.destroy();
    expect((await screen.closed).code).toBe(4409);
    expect((await serial.closed).code).toBe(4409);
  });

  it('says that a host is not reached', async () => {
    await cloud.lab.powerOff(cloud.host(1).name);
    await outside.close();
    cloud.forgetOutside(1);
    await cloud.hosts.close();
    for (const kind of ['VNC', 'SERIAL'] as const) {
      using viewer = new TestViewer(await ticket(kind));
      expect((await viewer.closed).code).toBe(4503);
    }
  });
});
