import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { addBaseRows, addHost, addUser, addVm, type BaseRows } from '../../test/rows.ts';
import type { Context } from '../context.ts';
import { type Em, rows } from '../platform/db.ts';
import type { HostId, UserId } from '../platform/ids.ts';
import { openConsole } from './console.service.ts';

let database: TestDatabase;
let base: BaseRows;
let host: HostId;
let stranger: UserId;
const em = () => database.orm.em.fork() as Em;

function as(userId: UserId): Context {
  return {
    viewer: {
      ...{ userId, roles: ['USER'], organisationId: base.organisation },
      credential: { kind: 'session', id: 'ses_test' },
    },
    em: em(),
    services: {},
    address: 'test',
  } as unknown as Context;
}

beforeAll(async () => {
  database = await createTestDatabase();
  base = await addBaseRows(em());
  stranger = await addUser(em(), base.organisation, 'eve');
  host = await addHost(em(), { name: 'alpha', status: 'UP' });
});
afterAll(async () => {
  await database?.drop();
});

describe('openConsole', () => {
  it('gives the owner of a running VM a ticket of 30 s, and records it', async () => {
    const vm = await addVm(em(), base, { hostId: host, status: 'RUNNING' });
    const ticket = await openConsole(as(base.owner), { vmId: vm.id, kind: 'VNC' });
    expect(ticket.url).toMatch(/^\/console\/vnc\/[A-Za-z0-9_-]{43}$/);
    const seconds = (ticket.expiresAt.getTime() - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(25);
    expect(seconds).toBeLessThanOrEqual(30);
    const serial = await openConsole(as(base.owner), { vmId: vm.id, kind: 'SERIAL' });
    expect(serial.url).toMatch(/^\/console\/serial\//);
    const audit = await rows(em(), "select 1 from audit_entry where action = 'openConsole'");
    expect(audit).toHaveLength(2);
  });

  it("does not tell anybody of somebody else's VM", async () => {
    const vm = await addVm(em(), base, { hostId: host, status: 'RUNNING' });
    const request = openConsole(as(stranger), { vmId: vm.id, kind: 'VNC' });
    await expect(request).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(openConsole(as(stranger), { vmId: 'vm_x', kind: 'VNC' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('refuses while the VM is off, or its host away', async () => {
    const off = await addVm(em(), base, { hostId: host });
    await expect(
      openConsole(as(base.owner), { vmId: off.id, kind: 'SERIAL' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    const away = await addHost(em(), { name: 'beta', status: 'UNREACHABLE' });
    const lost = await addVm(em(), base, { hostId: away, status: 'UNKNOWN' });
    await expect(openConsole(as(base.owner), { vmId: lost.id, kind: 'VNC' })).rejects.toMatchObject(
      { code: 'HOST_UNREACHABLE' },
    );
  });
});
