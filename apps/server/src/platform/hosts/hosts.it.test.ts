import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabCloud } from '../../../test/lab-cloud.ts';
import { waitFor } from '../../../test/wait-for.ts';
import { run } from '../db.ts';
import { HostUnreachableError, NotFoundError } from '../errors.ts';
import { newId } from '../ids.ts';

let cloud: LabCloud;

beforeAll(async () => {
  cloud = await LabCloud.up({ name: 'ho', hosts: 1 });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
});

describe('Hosts', () => {
  it('share one connection for short calls, and dial it anew after a loss', async () => {
    const id = cloud.hostId(1);
    const [a, b] = await Promise.all([cloud.hosts.libvirt(id), cloud.hosts.libvirt(id)]);
    expect(a).toBe(b);
    await a.close();
    const again = await waitFor('another connection', async () => {
      const next = await cloud.hosts.libvirt(id);
      return next !== a && next;
    });
    expect((await again.getHostname()).length).toBeGreaterThan(0);
  });

  it('open further connections for long calls only when those there are busy', async () => {
    const id = cloud.hostId(1);
    const first = await cloud.hosts.libvirtJobs(id);
    expect(await cloud.hosts.libvirtJobs(id)).toBe(first);
    const calls = Array.from({ length: 8 }, () => first.getCapabilities());
    const second = await cloud.hosts.libvirtJobs(id);
    expect(second).not.toBe(first);
    await Promise.all(calls);
  });

  it('give streams a connection of their own', async () => {
    const id = cloud.hostId(1);
    const [a, b] = await Promise.all([
      cloud.hosts.libvirtStream(id),
      cloud.hosts.libvirtStream(id),
    ]);
    expect(a).not.toBe(b);
    await Promise.all([a.close(), b.close()]);
  });

  it('know no host that is not in the database', async () => {
    await expect(cloud.hosts.ssh(newId('host'))).rejects.toBeInstanceOf(NotFoundError);
  });

  it('refuse a host whose key is not the pinned one, until the row is right again', async () => {
    const id = cloud.hostId(1);
    const pin = async (fingerprint: string) => {
      await run(cloud.em(), 'update host set host_key_fingerprint = ? where id = ?', [
        fingerprint,
        id,
      ]);
      cloud.events.publish('host', { id });
    };
    await pin(`SHA256:${'A'.repeat(43)}`);
    const refused = await cloud.hosts.ssh(id).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HostUnreachableError);
    expect((refused as Error).message).toMatch(/host key SHA256:\S+ is not the pinned one/);
    await pin(cloud.host(1).hostKeyFingerprint);
    expect((await cloud.hosts.ssh(id)).connected).toBe(true);
  });

  it('fail at once while a host is away, whose trials go on, and find it again', async () => {
    const id = cloud.hostId(1);
    await cloud.hosts.libvirt(id);
    await cloud.lab.powerOff(cloud.host(1).name);
    await waitFor('a refusal', async () => {
      const connection = await cloud.hosts.libvirt(id).catch((error: unknown) => error);
      return connection instanceof HostUnreachableError;
    });
    // While one trial waits for an answer that never comes, others are not kept waiting by it.
    const giveUp = new AbortController();
    const trial = cloud.hosts.probe(id, giveUp.signal).catch((error: Error) => error);
    let trialEnded = false;
    void trial.then(() => {
      trialEnded = true;
    });
    for (const use of [cloud.hosts.libvirt(id), cloud.hosts.libvirtJobs(id), cloud.hosts.ssh(id)])
      await expect(use).rejects.toBeInstanceOf(HostUnreachableError);
    expect(trialEnded).toBe(false);
    // Nor need whoever began it wait for its end.
    const reason = new Error('it is on again');
    giveUp.abort(reason);
    const given = (await trial) as HostUnreachableError;
    expect(given).toBeInstanceOf(HostUnreachableError);
    expect((given.cause as Error).cause).toBe(reason);
    await cloud.lab.powerOn(cloud.host(1).name);
    const back = await waitFor('the host', () => cloud.hosts.libvirt(id).catch(() => null));
    expect(back.isOpen).toBe(true);
  });
});
