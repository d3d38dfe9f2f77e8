import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChaosLog } from './driver.ts';

const LOGS = path.join(import.meta.dirname, '..', '..', '..', '..', '.baadal', 'logs');

/** Writes what was done to a file, and sums it up in a few lines, with the way to repeat it. */
export function chaosReport(log: ChaosLog, seconds: number): string {
  mkdirSync(LOGS, { recursive: true });
  const file = path.join(LOGS, `chaos-${log.seed}.log`);
  writeFileSync(file, `${log.lines.join('\n')}\n`);
  const faults = [...log.faults].map(([kind, count]) => `${count} ${kind}`).join(', ');
  const total = [...log.faults.values()].reduce((sum, count) => sum + count, 0);
  return [
    `chaos with seed ${log.seed}: ${log.asked} operations (${log.accepted} accepted, ${log.refused} refused), ${log.repeated} sent again; ${total} faults (${faults}); ${log.violations.length} violations`,
    ...log.violations.map((violation) => `  VIOLATION ${violation}`),
    `  log: ${file}`,
    `  the same plan again: pnpm chaos --seed ${log.seed} --minutes ${(seconds / 60).toFixed(2)}`,
  ].join('\n');
}
