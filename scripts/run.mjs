#!/usr/bin/env node
// The bootstrap behind `npm start` and `npm test`: plain JavaScript without dependencies, for any
// Node from 18 on. It brings the right Node and pnpm, the packages and what Debian must provide, each
// only when its inputs changed, and then hands over to scripts/start.ts or scripts/test.ts.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { installCommand, installPackages, missingPackages } from './debian.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamps = join(root, '.baadal', 'stamps');
const logs = join(resolve(root, process.env.BAADAL_STATE_DIR || '.baadal'), 'logs');
const toolchain = join(root, 'tools', 'toolchain');
const nodePackage = `node-linux-${process.arch}`;
const node = join(toolchain, 'node_modules', nodePackage, 'bin', 'node');
const pnpm = join(toolchain, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');

/** A failure that is told to the user as it stands, without a stack. */
class BootstrapError extends Error {}

/** The children that a signal is handed on to. */
const children = new Set();
let stopping = false;

function say(text) {
  process.stdout.write(`baadal: ${text}\n`);
}

/** Only what tells npm and pnpm where packages come from survives; all else is npm's own business. */
function installEnvironment() {
  const kept = /^npm_config_(registry|cache|proxy|https_proxy|noproxy|cafile|ca|strict_ssl)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)),
  );
}

/**
 * What the product itself runs with: our Node and pnpm first, nothing of npm's. Daemons are in sbin,
 * which ordinary users of Debian do not search.
 */
function productEnvironment() {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name)),
  );
  const bins = [join(toolchain, 'node_modules', '.bin'), join(root, 'node_modules', '.bin')];
  return { ...env, PATH: [...bins, process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter) };
}

/** Resolves with the exit code, 128 + n after a signal; rejects when it cannot be started. */
function ended(child) {
  children.add(child);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]));
  }).finally(() => children.delete(child));
}

/** Runs a command with its output in a log; the end of that log is shown when it fails. */
async function logged(name, command, args, options) {
  const path = join(logs, `${name}.log`);
  const log = openSync(path, 'a');
  try {
    writeFileSync(log, `\n$ ${command} ${args.join(' ')}\n`);
    const stdio = ['ignore', log, log];
    const child = spawn(command, args, { cwd: root, ...options, stdio });
    const code = await ended(child);
    if (stopping) throw new BootstrapError('stopped');
    if (code === 0) return;
  } finally {
    closeSync(log);
  }
  const tail = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-15).join('\n  ');
  throw new BootstrapError(`${command} failed; the end of ${path}:\n  ${tail}`);
}

/** A step that runs when the hash of its inputs is not the stamped one, or its result is gone. */
async function whenChanged(name, inputs, result, text, action) {
  const hash = createHash('sha256');
  for (const path of inputs) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  const wanted = hash.digest('hex');
  const stamp = join(stamps, name);
  const current = () =>
    existsSync(stamp) && existsSync(result) && readFileSync(stamp, 'utf8') === wanted;
  if (current()) return;
  const release = await onlyOne();
  try {
    if (current()) return;
    const begin = Date.now();
    say(`${text} …`);
    mkdirSync(stamps, { recursive: true });
    rmSync(stamp, { force: true });
    await action();
    writeFileSync(stamp, wanted);
    say(`${text}: done in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  } finally {
    release();
  }
}

/**
 * Waits until no other bootstrap installs in this checkout. The lock is an abstract unix socket: the
 * kernel drops it with its process, whatever ended that.
 */
async function onlyOne() {
  const name = `\0baadal-bootstrap-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  for (let told = false; ; told = true) {
    const server = createServer();
    const held = await new Promise((done) => {
      server.once('error', () => done(false));
      server.listen(name, () => done(true));
    });
    if (held) return () => server.close();
    if (stopping) throw new BootstrapError('stopped');
    if (!told) say('another start installs in this checkout, waiting for it …');
    await delay(500);
  }
}

function installToolchain() {
  const lock = join(toolchain, 'package-lock.json');
  return whenChanged('toolchain', [lock], node, 'Node and pnpm', async () => {
    const args = ['ci', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];
    const options = { cwd: toolchain, env: installEnvironment() };
    const npm = process.env.npm_execpath;
    if (npm?.endsWith('.js')) await logged('toolchain', process.execPath, [npm, ...args], options);
    else await logged('toolchain', 'npm', args, options);
  });
}

function manifests() {
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc'];
  for (const group of ['apps', 'packages']) {
    for (const name of readdirSync(join(root, group)).sort())
      files.push(`${group}/${name}/package.json`);
  }
  files.push('e2e/package.json', 'bench/package.json');
  return files.map((file) => join(root, file)).filter((file) => existsSync(file));
}

function installDependencies() {
  const result = join(root, 'node_modules', '.modules.yaml');
  return whenChanged('dependencies', manifests(), result, 'npm packages', async () => {
    const args = [
      pnpm,
      'install',
      '--frozen-lockfile',
      '--prefer-offline',
      '--reporter=append-only',
    ];
    // CI: pnpm must not ask before it replaces a node_modules of another version.
    const path = [join(toolchain, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
    await logged('dependencies', node, args, {
      env: { ...installEnvironment(), CI: 'true', PATH: path },
    });
  });
}

async function installDebianPackages(missing) {
  const begin = Date.now();
  say(`Debian packages (${missing.length}) …`);
  for (const { name, why } of missing) say(`  ${name}: ${why}`);
  // A session of its own: Ctrl-C in the terminal must not tear dpkg out of its work.
  await installPackages(missing, (command, args, env) =>
    logged('debian', command, args, { detached: true, env: { ...process.env, ...env } }),
  );
  say(`Debian packages: done in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}

/** Refuses what cannot work before anything is made. */
function preflight(command) {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new BootstrapError('Baadal runs on Linux, on x86-64 or arm64');
  }
  const missing = missingPackages(command, process.env);
  if (missing.length > 0 && process.getuid?.() !== 0) {
    const list = missing.map(({ name, why }) => `  ${name}: ${why}`).join('\n');
    throw new BootstrapError(
      `these Debian packages are missing:\n${list}\nInstall them as root, then start again:\n  ${installCommand(missing)}`,
    );
  }
  return missing;
}

/** Runs the Node 24 program; one that was killed is cleaned up after by another run of it. */
async function handOver(command, args) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  const options = { cwd: root, env: productEnvironment(), stdio };
  const script = join(root, 'scripts', `${command}.ts`);
  const code = await ended(spawn(node, [script, ...args], options));
  if (command === 'start' && code === 128 + constants.signals.SIGKILL) {
    say('the start-up program was killed');
    await ended(spawn(node, [script, '--clean-up'], options));
  }
  return code;
}

/** Hands signals on. An npm that was killed cannot do so: its death counts as a signal as well. */
function followSignals() {
  const stop = (signal) => {
    stopping = true;
    for (const child of children) child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop('SIGTERM');
  }, 1000).unref();
}

async function main([command, ...args]) {
  if (command !== 'start' && command !== 'test') {
    throw new BootstrapError('usage: node scripts/run.mjs start|test');
  }
  followSignals();
  const missing = preflight(command);
  mkdirSync(logs, { recursive: true });
  const outcomes = await Promise.allSettled([
    missing.length > 0 ? installDebianPackages(missing) : undefined,
    installToolchain().then(installDependencies),
  ]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  if (stopping) throw new BootstrapError('stopped');
  return handOver(command, args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BootstrapError)) throw error;
  process.stderr.write(`baadal: ${error.message}\n`);
  process.exitCode = stopping ? 130 : 1;
}
