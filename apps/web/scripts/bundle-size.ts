/**
 * How much JavaScript the first view of the signed-in VM list loads, gzipped: the entry, the
 * list's own chunk, and all they import, but nothing that is loaded later. Run after `vite build`;
 * exits 1 when it is more than 300 kB.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const limitKb = 300;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Readonly<
  Record<string, Chunk>
>;

const files = new Set<string>();
const visit = (name: string): void => {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`dist/.vite/manifest.json has no ${name}`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const each of chunk.imports ?? []) visit(each);
};
visit('index.html');
visit('src/routes/vms/VmListPage.tsx');

let total = 0;
for (const file of files) {
  if (file.endsWith('.js')) total += gzipSync(readFileSync(new URL(file, dist))).length;
}
const kb = total / 1000;
process.stdout.write(
  `VM list: ${kb.toFixed(1)} kB of JavaScript gzipped in ${files.size} files, limit ${limitKb} kB\n`,
);
if (kb > limitKb) process.exitCode = 1;
