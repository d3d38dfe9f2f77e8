// Runs benches, one after the other; each also runs alone.
//   pnpm bench            all of them
//   pnpm bench --list     what there is
//   pnpm bench list-vms   only these
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const DIR = import.meta.dirname;
const files = readdirSync(DIR).filter((file) => file.endsWith('.ts') && file !== 'run.ts');
const known = files.map((file) => path.basename(file, '.ts')).toSorted();

/** The comment at the head of a bench, as far as its usage. */
function purpose(name: string): string {
  const lines = readFileSync(path.join(DIR, `${name}.ts`), 'utf8').split('\n');
  const head = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('// ')),
  );
  return head
    .map((line) => line.slice(3).trim())
    .filter((line) => !/^(node|Needs) /.test(line))
    .join(' ');
}

function run(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(DIR, `${name}.ts`)], { stdio: 'inherit' });
    child.once('exit', (code) => resolve(code === 0));
  });
}

const [...wanted] = process.argv.slice(2);
const unknown = wanted.filter((name) => name !== '--list' && !known.includes(name));
if (wanted.includes('--list') || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no bench ${unknown.join(', ')}. There are:`);
  for (const name of known) console.log(`  ${name.padEnd(12)} ${purpose(name)}`);
  process.exitCode = unknown.length > 0 ? 1 : 0;
} else {
  // Ctrl-C reaches the bench that runs, which cleans up; the rest is not begun.
  let interrupted = false;
  process.on('SIGINT', () => {
    interrupted = true;
  });
  const missed: string[] = [];
  for (const name of wanted.length > 0 ? wanted : known) {
    if (interrupted) break;
    console.log(`\n=== ${name}`);
    if (!(await run(name))) missed.push(name);
  }
  console.log(missed.length > 0 ? `\nNot met: ${missed.join(', ')}` : '\nAll goals are met.');
  process.exitCode = missed.length > 0 ? 1 : 0;
}
