// Writes src/generated from protocol/libvirt-protocol.json.
//   node packages/libvirt/generator/generate.ts          write
//   node packages/libvirt/generator/generate.ts --check  exit 1 when a file is not up to date
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  emitCodecs,
  emitConstants,
  emitEnums,
  emitErrors,
  emitMessages,
  emitProcedures,
  emitTypedParams,
  type Files,
} from './emit.ts';
import { readFacts } from './facts.ts';

const HEADER = `// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts
`;
const target = new URL('../src/generated/', import.meta.url);

/** All generated files by file name. */
function generateAll(): Map<string, string> {
  const facts = readFacts();
  const files: Files = new Map();
  const home = emitCodecs(facts, files);
  emitProcedures(facts, home, files);
  emitMessages(facts, home, files);
  emitEnums(facts, files);
  emitConstants(facts, files);
  emitErrors(facts, files);
  emitTypedParams(facts, files);
  return new Map([...files].map(([name, text]) => [`${name}.ts`, `${HEADER}\n${text}`]));
}

/** Names of the files that differ from what is on disk, stale ones included. */
function outdated(files: ReadonlyMap<string, string>): string[] {
  const present = existsSync(target) ? readdirSync(target) : [];
  const stale = present.filter((name) => !files.has(name));
  const changed = [...files].filter(([name, text]) => {
    return !present.includes(name) || readFileSync(new URL(name, target), 'utf8') !== text;
  });
  return [...stale, ...changed.map(([name]) => name)];
}

const files = generateAll();
const changed = outdated(files);
if (process.argv.includes('--check')) {
  for (const name of changed)
    console.error(`not up to date: packages/libvirt/src/generated/${name}`);
  process.exitCode = changed.length > 0 ? 1 : 0;
} else {
  mkdirSync(target, { recursive: true });
  for (const name of changed) {
    const text = files.get(name);
    if (text === undefined) rmSync(new URL(name, target));
    else writeFileSync(new URL(name, target), text);
  }
}
