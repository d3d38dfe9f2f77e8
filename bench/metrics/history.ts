import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { RrdClient } from '@baadal/rrd';
import { layoutOf, rrdPath, shapeOf } from '../../apps/server/src/metrics/rrd-files.ts';

const YEAR_SECONDS = 365 * 86_400;
const ROWS_AT_ONCE = 20_000;
/** Of the last two days there is a row every 10 s, as measured; of the rest, one every two minutes. */
const FINE_SECONDS = 2 * 86_400;

/** Writes a year of a VM's figures up to a time. @returns the file */
export async function fillYear(
  client: RrdClient,
  { dir, identity, to }: { readonly dir: string; readonly identity: string; readonly to: number },
): Promise<string> {
  mkdirSync(path.join(dir, 'vm_rrds'), { recursive: true });
  const file = rrdPath(dir, { kind: 'vm', name: identity });
  await client.create(file, layoutOf(shapeOf('vm', null), to - YEAR_SECONDS - 600));
  for (let at = to - YEAR_SECONDS; at <= to; ) {
    const part = [];
    for (; part.length < ROWS_AT_ONCE && at <= to; at += at > to - FINE_SECONDS ? 10 : 120) {
      const wave = Math.sin(at / 40_000);
      const noise = Math.random();
      const values = [50 + 40 * wave * noise, 1e8 + 1e7 * noise, 5e7, 1e5 * noise, 2e5 * noise];
      part.push({ file, at, values: [...values, 10, 20, 3e4 * noise, 4e4] });
    }
    await client.update(part);
  }
  await client.flush(file);
  return file;
}
