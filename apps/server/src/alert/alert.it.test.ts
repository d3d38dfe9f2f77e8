import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { addBaseRows, addHost, addVm, type BaseRows } from '../../test/rows.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import { openEventBus } from '../platform/events.ts';
import type { HostId } from '../platform/ids.ts';
import {
  acknowledgeAlert,
  createAlertRule,
  deleteAlertRule,
  editAlertRule,
} from './alert.service.ts';
import { listAlerts, loadRules, seedAlertRules } from './alert-store.ts';
import { AlertWatch } from './alert-watch.ts';

let database: TestDatabase;
let base: BaseRows;
let hostId: string;
const events = openEventBus();
const em = () => database.orm.em.fork() as Em;
const mail = {
  ...{ host: '127.0.0.1', port: 25, secure: false, user: null, password: null },
  from: 'Baadal <baadal@example.org>',
};
const config = { mail, publicUrl: 'https://cloud.example.org/' };
const services = { em, events, log: pino({ level: 'silent' }), config };
const admin = () =>
  ({
    viewer: { userId: base.owner, roles: ['ADMIN'] },
    em: em(),
    services: { events },
    address: 'test',
  }) as unknown as Context;
const host = () => ({ kind: 'HOST', id: hostId, name: 'alpha' }) as const;
const active = () => listAlerts(em(), { active: true, first: 10 });
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);

beforeAll(async () => {
  database = await createTestDatabase();
  base = await addBaseRows(em());
  hostId = await addHost(em(), { name: 'alpha' });
  await seedAlertRules(em());
});
afterAll(async () => {
  await database?.drop();
});

describe('rules', () => {
  it('are there by default, once, and stay as an admin left them', async () => {
    await editAlertRule(admin(), { id: 'rule_datastore_full', threshold: 95, clearAt: 90 });
    await seedAlertRules(em());
    const rules = await loadRules(em());
    expect(rules.map(({ name }) => name)).toEqual([
      'Datastore nearly full',
      'Host is not reached',
      'Links to other hosts degraded',
    ]);
    expect(rules[0]).toMatchObject({ threshold: 95, builtIn: true, enabled: true });
    await expect(deleteAlertRule(admin(), { id: 'rule_host_down' })).rejects.toBeInstanceOf(
      ConflictError,
    );
  });

  it('are refused when they make no sense, name another, or are not there', async () => {
    const busy = { name: 'busy', subjectKind: 'VM', figure: 'cpu', threshold: 90 } as const;
    for (const bad of [
      { figure: 'heat' },
      { threshold: 200 },
      { clearAt: 99 },
      { name: '  ' },
      { subjectId: 'vm_none' },
    ])
      await expect(createAlertRule(admin(), { ...busy, ...bad })).rejects.toBeInstanceOf(
        BadUserInputError,
      );
    const before = await loadRules(em());
    for (const name of ['Host is not reached', 'HOST IS NOT REACHED'])
      await expect(createAlertRule(admin(), { ...busy, name })).rejects.toBeInstanceOf(
        ConflictError,
      );
    expect(await loadRules(em())).toEqual(before);
    await expect(editAlertRule(admin(), { id: 'rule_none' })).rejects.toBeInstanceOf(NotFoundError);
    await expect(acknowledgeAlert(admin(), { id: 'alert_none' })).rejects.toBeInstanceOf(
      NotFoundError,
    );
  });
});

describe('an alert', () => {
  it('is raised once, whoever notices, acknowledged, told, and over', async () => {
    const told: string[] = [];
    events.on('alert', ({ id }) => told.push(id));
    const watches = [new AlertWatch(services), new AlertWatch(services)];
    for (const watch of watches) {
      await watch.observe(host(), { up: 0 }, at(0));
      await watch.observe(host(), { cpu: 99 }, at(5));
      await watch.observe(host(), { up: 0 }, at(61));
    }
    const [alert, ...more] = await active();
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      ...{ ruleName: 'Host is not reached', subjectName: 'alpha', severity: 'CRITICAL' },
      ...{ endedAt: null, acknowledgedAt: null },
    });
    const seen = await acknowledgeAlert(admin(), { id: alert?.id ?? '' });
    expect(seen.acknowledgedAt).toBeInstanceOf(Date);
    // A collector that has just begun ends what another raised.
    await new AlertWatch(services).observe(host(), { up: 1 }, at(90));
    expect(await active()).toEqual([]);
    expect(await listAlerts(em(), { active: false, first: 10 })).toHaveLength(1);
    expect(told).toEqual([alert?.id, alert?.id, alert?.id]);
  });

  it('is mailed to each admin who has an address, once, and its end too', async () => {
    await run(em(), "update user set roles = json_array('ADMIN'), email = ? where id = ?", [
      ...['ada@example.org', base.owner],
    ]);
    const watches = [new AlertWatch(services), new AlertWatch(services)];
    for (const watch of watches)
      for (const second of [200, 261]) await watch.observe(host(), { up: 0 }, at(second));
    await new AlertWatch(services).observe(host(), { up: 1 }, at(290));
    const mails = await rows<{ recipient: string; subject: string; body: string }>(
      em(),
      'select recipient, subject, body from mail_outbox order by id',
    );
    expect(mails.map(({ recipient, subject }) => [recipient, subject])).toEqual([
      ['ada@example.org', 'Critical: alpha: Host is not reached'],
      ['ada@example.org', 'Over: alpha: Host is not reached'],
    ]);
    expect(mails[0]?.body).toContain('https://cloud.example.org/health/alerts');
    await run(em(), 'delete from mail_outbox');
    const quiet = new AlertWatch({ ...services, config: { ...config, mail: null } });
    for (const second of [300, 361]) await quiet.observe(host(), { up: 0 }, at(second));
    await quiet.observe(host(), { up: 1 }, at(400));
    expect(await rows(em(), 'select 1 from mail_outbox')).toEqual([]);
  });

  it('is over when what it is about is gone', async () => {
    const gone = { kind: 'HOST', id: await addHost(em(), { name: 'gone' }), name: 'gone' } as const;
    const watch = new AlertWatch(services);
    for (const second of [500, 561]) await watch.observe(gone, { up: 0 }, at(second));
    await new AlertWatch(services).refresh();
    expect((await active()).map(({ subjectName }) => subjectName)).toEqual(['gone']);
    await run(em(), 'delete from host where id = ?', [gone.id]);
    await new AlertWatch(services).refresh();
    expect(await active()).toEqual([]);
  });

  it('of a VM is over once that is off, and not while its host is lost', async () => {
    const vm = await addVm(em(), base, { hostId: hostId as HostId, status: 'RUNNING' });
    const subject = { kind: 'VM', id: vm.id, name: vm.identity } as const;
    const figures = { cpu: 99, guestRam: 1e12 };
    const over = { subjectKind: 'VM', subjectId: vm.id, forSeconds: 0 } as const;
    for (const rule of [
      { name: 'busy', figure: 'cpu', threshold: 90, clearAt: 80 },
      { name: 'full', figure: 'guestRam', threshold: 1e9, clearAt: 1e8 },
    ])
      await createAlertRule(admin(), { ...over, ...rule });
    const watch = new AlertWatch(services);
    const becomes = async (status: string) => {
      await run(em(), 'update vm set status = ? where id = ?', [status, vm.id]);
      events.publish('vm', { id: vm.id });
      await watch.refresh();
    };
    await watch.observe(subject, figures, at(600));
    for (const status of ['UNKNOWN', 'SUSPENDED']) {
      await becomes(status);
      expect(await active()).toHaveLength(2);
    }
    await becomes('SHUTDOWN');
    expect(await active()).toEqual([]);
    // It runs again: what was over is raised anew.
    await becomes('RUNNING');
    await watch.observe(subject, figures, at(700));
    expect(await active()).toHaveLength(2);
    await becomes('CRASHED');
    expect(await active()).toEqual([]);
  });

  it('of a host’s figures is over once that is off, that of its being away is not', async () => {
    await createAlertRule(admin(), {
      ...{ name: 'loaded', subjectKind: 'HOST', figure: 'load1', threshold: 8, forSeconds: 0 },
      ...{ clearAt: 4, subjectId: hostId },
    });
    const watch = new AlertWatch(services);
    const becomes = async (status: string) => {
      await run(em(), 'update host set status = ? where id = ?', [status, hostId]);
      events.publish('host', { id: hostId as HostId });
      await watch.refresh();
    };
    const names = async () => (await active()).map(({ ruleName }) => ruleName).toSorted();
    await watch.observe(host(), { load1: 50 }, at(800));
    for (const second of [800, 861]) await watch.observe(host(), { up: 0 }, at(second));
    await becomes('UNREACHABLE');
    expect(await names()).toEqual(['Host is not reached', 'loaded']);
    await becomes('DOWN');
    expect(await names()).toEqual(['Host is not reached']);
    // It is on again: what was over is raised anew.
    await becomes('UP');
    await watch.observe(host(), { up: 1, load1: 50 }, at(900));
    expect(await names()).toEqual(['loaded']);
    await becomes('DOWN');
    expect(await active()).toEqual([]);
    await becomes('UP');
  });

  it('comes again after it was over, and ends with its rule', async () => {
    const rule = await createAlertRule(admin(), {
      ...{ name: 'hot', subjectKind: 'HOST', figure: 'cpu', threshold: 80, forSeconds: 0 },
      ...{ clearAt: 70, subjectId: hostId },
    });
    const watch = new AlertWatch(services);
    await watch.observe(host(), { cpu: 90 }, at(100));
    await watch.observe({ ...host(), id: 'host_other' }, { cpu: 90 }, at(100));
    expect((await active()).map(({ message }) => message)).toEqual([
      'CPU use is 90 %, above 80 %.',
    ]);
    await watch.observe(host(), { cpu: 75 }, at(110));
    expect(await active()).toHaveLength(1);
    await watch.observe(host(), { cpu: 60 }, at(120));
    expect(await active()).toEqual([]);
    await watch.observe(host(), { cpu: 90 }, at(130));
    expect(await active()).toHaveLength(1);
    await deleteAlertRule(admin(), { id: rule.id });
    expect(await active()).toEqual([]);
  });
});
