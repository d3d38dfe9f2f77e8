import { createRequire } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longest-first.ts';

const require = createRequire(new URL('./apps/server/package.json', import.meta.url));
// type-graphql loads graphql's CommonJS build; tests must see the same one.
const oneGraphql = { find: /^graphql$/, replacement: require.resolve('graphql') };

const journeys = {
  globalSetup: 'e2e/running-product.ts',
  testTimeout: 180_000,
  hookTimeout: 600_000,
  pool: 'forks',
} as const;
/** They power hosts off, add some, or look for what nobody knows: nothing else happens meanwhile. */
const ALONE = [
  'datastores',
  'evacuation',
  'health',
  'host-network',
  'hosts',
  'live',
  'maintenance',
];
const alone = ALONE.map((name) => `e2e/${name}.spec.ts`);

/**
 * The rings of tests. `unit`: pure, no daemon. `web`: components in jsdom. `it`: real MariaDB,
 * Redis, libvirtd, sshd and the lab. `e2e`: the built product in a browser, two journeys at a time,
 * then `e2e-alone`, one after the other.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias: [oneGraphql] },
        test: {
          name: 'unit',
          // Properties of many runs, on a machine that may be busy with everything else.
          testTimeout: 120_000,
          include: ['{apps/server,apps/cli,packages/*,scripts,bench}/**/*.test.ts'],
          exclude: ['**/*.it.test.ts', '**/node_modules/**'],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'web',
          include: ['apps/web/src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          isolate: false,
        },
      },
      {
        resolve: { alias: [oneGraphql] },
        test: {
          name: 'it',
          include: ['{apps/server,apps/cli,packages/*,scripts,bench}/**/*.it.test.ts'],
          globalSetup: ['apps/server/test/database-setup.ts'],
          exclude: ['**/node_modules/**'],
          // Real daemons and translated guests on two shared cores: time is no verdict. What is
          // waited for has deadlines of its own, which name it.
          testTimeout: 180_000,
          hookTimeout: 240_000,
          pool: 'forks',
          // A file waits for guests and daemons two thirds of its time.
          maxWorkers: 4,
          // The server is loaded once by each worker, not by each file: what a file starts, it ends.
          isolate: false,
          // Loading it is young garbage above all.
          execArgv: ['--max-semi-space-size=16'],
        },
      },
      {
        test: {
          ...journeys,
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          exclude: [...alone, '**/node_modules/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...journeys,
          name: 'e2e-alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
