// Breaks the product while people use it, and looks whether anything is lost, left or doubled.
//   pnpm chaos [--seed N] [--minutes M]     a random seed and 3 minutes by default
// Needs root and what the integration tests need. A seed gives the same plan again.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
    minutes: { type: 'string', default: '3' },
  },
});
const seed = Number(values.seed);
const minutes = Number(values.minutes);
if (!Number.isInteger(seed) || seed < 0 || !(minutes > 0)) {
  console.error('Give a whole number as --seed, and --minutes above 0.');
  process.exit(2);
}
console.log(`chaos with seed ${seed} for ${minutes} min`);
const { status } = spawnSync(
  'vitest',
  ['run', '--project', 'it', 'apps/server/src/chaos.it.test.ts'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      CHAOS_SEED: String(seed),
      CHAOS_SECONDS: String(Math.round(minutes * 60)),
    },
  },
);
process.exitCode = status ?? 1;
