import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = dirname(import.meta.dirname);
const sources = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|css)$/.test(file) && !/\.test\.|generated/.test(file))
    .map((file) => [join(root, file), readFileSync(join(root, file), 'utf8')] as const),
);

const named = (file: string, pattern: RegExp): string[] =>
  [...(sources.get(file) ?? '').matchAll(pattern)]
    .map(([, name = '']) => resolve(dirname(file), name))
    .filter((name) => sources.has(name));

/** The file and all that comes with it when it is loaded. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const next of named(file, /(?:from |^import )'(\.[^']+)'/gm)) loadedWith(next, found);
  return found;
}

const classesIn = (file: string, pattern: RegExp): string[] =>
  [...(sources.get(file) ?? '').matchAll(pattern)].map(([, name = '']) => name);

/** The page in which a tab is shown. */
function frameOf(part: string): string[] {
  if (/VmChartsTab|ConsoleTab|routes\/vms\/.*Tab/.test(part)) return ['routes/vms/VmPage.tsx'];
  return /HostChartsTab|routes\/hosts\/.*Tab/.test(part) ? ['routes/hosts/HostPage.tsx'] : [];
}

test('every part that is loaded by itself brings the styles of the classes it uses', () => {
  const styled = new Map<string, string[]>();
  for (const file of sources.keys())
    if (file.endsWith('.css'))
      for (const name of classesIn(file, /\.(bd-[\w-]+)(?=[^{}]*\{)/g))
        styled.set(name, [...(styled.get(name) ?? []), file]);
  const parts = [...sources.keys()].flatMap((file) => named(file, /import\('(\.[^']+)'\)/g));
  expect(parts.length).toBeGreaterThan(20);
  const bare = new Set<string>();
  for (const part of parts) {
    const frames = ['main.tsx', ...frameOf(part)].map((file) => join(root, file));
    const there = new Set([part, ...frames].flatMap((file) => [...loadedWith(file)]));
    for (const file of loadedWith(part))
      for (const name of file.endsWith('.tsx') ? classesIn(file, /\b(bd-[\w-]+)/g) : [])
        if (styled.has(name) && !styled.get(name)?.some((sheet) => there.has(sheet)))
          bare.add(`${name} of ${file.slice(root.length)} in ${part.slice(root.length)}`);
  }
  expect([...bare]).toEqual([]);
});
