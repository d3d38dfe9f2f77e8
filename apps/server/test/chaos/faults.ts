import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosCloud } from './chaos-cloud.ts';
import type { Fault } from './plan.ts';

/** Breaks something, keeps it broken for as long as the plan says, and mends it. */
export async function inject(cloud: ChaosCloud, fault: Fault): Promise<void> {
  const mend = await breakIt(cloud, fault);
  // How long it lasts is what the fault is about.
  await delay(fault.seconds * 1000);
  await mend();
}

/** @returns what mends it */
async function breakIt(cloud: ChaosCloud, fault: Fault): Promise<() => Promise<void>> {
  const { database, redis } = cloud;
  switch (fault.kind) {
    case 'worker':
      return cloud.killWorker(fault.target);
    case 'api':
      return cloud.killApi();
    case 'libvirtd':
      return cloud.stopLibvirtd(`host${fault.target + 1}`, fault.hard);
    case 'database':
      await database.kill();
      return async () => database.start();
    case 'redis':
      await redis.kill();
      return () => redis.start();
    case 'full':
      return cloud.fillDatastore();
    case 'power':
      return cloud.cutPower(`host${fault.target + 1}`);
    case 'packets':
      return cloud.dropPackets(`host${fault.target + 1}`);
    default:
      return fault.kind satisfies never;
  }
}

/** A fault in a few words. */
export function describeFault({ kind, target, hard, seconds }: Fault): string {
  const what = {
    ...{ worker: `worker ${target + 1} killed`, api: 'an API killed', redis: 'Redis killed' },
    ...{ database: 'MariaDB killed', full: 'the datastore filled' },
    power: `the power of host${target + 1} cut`,
    packets: `the SSH packets of host${target + 1} dropped`,
    libvirtd: `libvirtd of host${target + 1} ${hard ? 'killed' : 'ended'}`,
  };
  return `${what[kind]} for ${seconds} s`;
}
