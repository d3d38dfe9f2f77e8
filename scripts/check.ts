import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runSteps, type Step } from './steps.ts';

const root = dirname(import.meta.dirname);
const tool = (name: string): string => join(root, 'node_modules', '.bin', name);

/** Types of every project, format and lint, promises, unused code, generated files. */
export function checkSteps(): readonly Step[] {
  const projects = globSync(
    ['tsconfig.json', '{apps,packages}/*/tsconfig.json', '{e2e,bench}/tsconfig.json'],
    { cwd: root },
  );
  return [
    {
      name: 'generated files',
      command: process.execPath,
      args: ['scripts/generate.ts', '--check'],
    },
    {
      name: 'promises (oxlint)',
      command: tool('oxlint'),
      args: ['--type-aware', '--deny-warnings'],
    },
    { name: 'unused code (knip)', command: tool('knip'), args: ['--no-progress'] },
    { name: 'format and lint (biome)', command: tool('biome'), args: ['ci', '--colors=off', '.'] },
    ...projects.sort().map((file) => ({
      name: `types of ${dirname(file) === '.' ? 'the root' : dirname(file)}`,
      command: tool('tsc'),
      args: ['-p', file],
    })),
  ];
}

if (import.meta.main) {
  const unit: Step = {
    name: 'unit tests',
    command: tool('vitest'),
    args: ['run', '--project', 'unit'],
  };
  const { failed } = await runSteps([unit, ...checkSteps()], {
    logDir: join(root, '.baadal', 'logs'),
  });
  process.exitCode = failed.length > 0 ? 1 : 0;
}
