import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type CpioEntry, cpioArchive } from './cpio-archive.ts';
import { LabError } from './errors.ts';
import type { LabTemplate } from './inventory.ts';
import { run } from './run-command.ts';
import { lockFile } from './state-lock.ts';

const SOURCES = path.join(import.meta.dirname, '..', 'micro');
const BUSYBOX = '/usr/bin/busybox';
const FILES = ['micro.vmlinuz', 'micro.initrd', 'micro.qcow2'] as const;
/** To be raised when the way of building changes and not only its sources. */
const RECIPE = 1;

// In the order in which they must be loaded.
const MODULES = [
  'virtio_ring',
  'virtio',
  'virtio_pci_legacy_dev',
  'virtio_pci_modern_dev',
  'virtio_pci',
  'failover',
  'net_failover',
  'virtio_net',
  'virtio_blk',
  'virtio_console',
  'button',
  'evdev',
];

/** Where the micro guest's files are in the built cache. */
interface BuiltMicro {
  readonly directory: string;
  /** Version of the kernel package. */
  readonly version: string;
}

/** Where templates are built and for whom. */
export interface MicroTemplateOptions {
  readonly cacheDir: string;
  readonly log: (line: string) => void;
}

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([RECIPE, MODULES]));
  for (const name of (await readdir(SOURCES)).sort()) {
    hash.update(name).update(await readFile(path.join(SOURCES, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function cached(cacheDir: string, hash: string): Promise<BuiltMicro | undefined> {
  const suffix = `-${hash}`;
  const names = (await readdir(cacheDir)).filter(
    (name) => name.startsWith('micro-') && name.endsWith(suffix),
  );
  const newest = names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (newest === undefined) return undefined;
  return {
    directory: path.join(cacheDir, newest),
    version: newest.slice('micro-'.length, -suffix.length),
  };
}

/** The package of Debian's newest cloud kernel, such as `linux-image-6.1.0-56-cloud-amd64`. */
async function kernelPackage(): Promise<string> {
  const text = await run('apt-cache', ['depends', 'linux-image-cloud-amd64']);
  const name = /Depends: (linux-image-\S+)/.exec(text)?.[1];
  if (name === undefined) {
    throw new LabError('COMMAND_FAILED', 'apt knows no linux-image-cloud-amd64: apt-get update?');
  }
  return name;
}

async function moduleEntries(kernelRoot: string): Promise<readonly CpioEntry[]> {
  const all = await readdir(path.join(kernelRoot, 'lib', 'modules'), { recursive: true });
  return await Promise.all(
    MODULES.map(async (name): Promise<CpioEntry> => {
      const found = all.find((file) => path.basename(file) === `${name}.ko`);
      if (found === undefined) throw new LabError('COMMAND_FAILED', `The kernel has no ${name}.ko`);
      return {
        path: `lib/modules/${name}.ko`,
        kind: 'file',
        content: await readFile(path.join(kernelRoot, 'lib', 'modules', found)),
      };
    }),
  );
}

async function buildInitrd(kernelRoot: string): Promise<Buffer> {
  const applets = (await run(BUSYBOX, ['--list'])).trim().split('\n');
  const directories = ['bin', 'sbin', 'etc', 'etc/acpi', 'etc/acpi/PWRF', 'lib', 'lib/modules'];
  const roots = ['dev', 'proc', 'sys', 'root', 'data', 'tmp', 'run'];
  const source = async (name: string, target: string, executable = true): Promise<CpioEntry> => ({
    path: target,
    kind: 'file',
    executable,
    content: await readFile(path.join(SOURCES, name)),
  });
  const text = (target: string, content: string): CpioEntry => ({
    path: target,
    kind: 'file',
    content: Buffer.from(content),
  });
  const entries: CpioEntry[] = [
    ...[...directories, ...roots].map((name): CpioEntry => ({ path: name, kind: 'directory' })),
    { path: 'dev/console', kind: 'console' },
    { path: 'bin/busybox', kind: 'file', executable: true, content: await readFile(BUSYBOX) },
    ...applets
      .filter((applet) => applet !== 'busybox')
      .map(
        (applet): CpioEntry => ({
          path: `bin/${applet}`,
          kind: 'link',
          content: Buffer.from('busybox'),
        }),
      ),
    ...['init', 'getty', 'reboot'].map(
      (applet): CpioEntry => ({
        path: `sbin/${applet}`,
        kind: 'link',
        content: Buffer.from('../bin/busybox'),
      }),
    ),
    text('etc/passwd', 'root::0:0:root:/root:/bin/sh\n'),
    text('etc/group', 'root:x:0:\n'),
    text('lib/modules/order', `${MODULES.join('\n')}\n`),
    ...(await moduleEntries(kernelRoot)),
    await source('init', 'init'),
    await source('rcS', 'etc/rcS'),
    await source('udhcpc.sh', 'etc/udhcpc.sh'),
    await source('inittab', 'etc/inittab', false),
    await source('power-button', 'etc/acpi/PWRF/00000080'),
  ];
  return await promisify(gzip)(cpioArchive(entries), { level: 6 });
}

async function buildDisk(directory: string): Promise<void> {
  const raw = path.join(directory, 'micro.raw');
  await writeFile(raw, '');
  await run('truncate', ['--size', '1G', raw]);
  const options = 'lazy_itable_init=0,lazy_journal_init=0,nodiscard';
  await run('mkfs.ext4', ['-q', '-F', '-L', 'micro', '-E', options, raw]);
  const target = path.join(directory, 'micro.qcow2');
  await run('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, target]);
  await rm(raw);
}

async function build(
  cacheDir: string,
  kernel: { readonly name: string; readonly hash: string },
): Promise<BuiltMicro> {
  // What a build that was killed left behind; the cache's lock is ours.
  for (const name of await readdir(cacheDir)) {
    if (name.startsWith('.build-')) await rm(path.join(cacheDir, name), { recursive: true });
  }
  const work = await mkdtemp(path.join(cacheDir, '.build-'));
  try {
    // As root apt drops to _apt for downloads, which may not write here: it then does not drop.
    await run('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', kernel.name], {
      cwd: work,
      timeoutMs: 300_000,
    });
    const archive = (await readdir(work)).find((file) => file.endsWith('.deb'));
    if (archive === undefined) throw new LabError('COMMAND_FAILED', 'apt-get brought no package');
    const deb = path.join(work, archive);
    const version = (await run('dpkg-deb', ['--field', deb, 'Version'])).trim();
    const root = path.join(work, 'kernel');
    await run('dpkg-deb', ['--extract', deb, root]);
    const boot = await readdir(path.join(root, 'boot'));
    const vmlinuz = boot.find((file) => file.startsWith('vmlinuz-'));
    if (vmlinuz === undefined) throw new LabError('COMMAND_FAILED', `${archive} has no vmlinuz`);
    const out = path.join(work, 'out');
    await mkdir(out);
    await copyFile(path.join(root, 'boot', vmlinuz), path.join(out, 'micro.vmlinuz'));
    await writeFile(path.join(out, 'micro.initrd'), await buildInitrd(root));
    await buildDisk(out);
    const directory = path.join(cacheDir, `micro-${version}-${kernel.hash}`);
    await rm(directory, { recursive: true, force: true });
    await rename(out, directory);
    return { directory, version };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * The built micro guest from the cache; built there first when it is missing, which fetches the
 * kernel's Debian package (27 MB).
 */
export async function ensureMicroTemplate(options: MicroTemplateOptions): Promise<BuiltMicro> {
  const { cacheDir, log } = options;
  await mkdir(cacheDir, { recursive: true });
  const hash = await sourcesHash();
  const found = await cached(cacheDir, hash);
  if (found !== undefined) return found;
  await using _lock = await lockFile(path.join(cacheDir, 'lock'));
  const meanwhile = await cached(cacheDir, hash);
  if (meanwhile !== undefined) return meanwhile;
  log('building the micro guest template');
  return await build(cacheDir, { name: await kernelPackage(), hash });
}

/** Puts the micro guest into a datastore's `vm_templates`, unless this very build is there. */
export async function installMicroTemplate(
  options: MicroTemplateOptions & { readonly datastore: string },
): Promise<LabTemplate> {
  const { directory, version } = await ensureMicroTemplate(options);
  const target = path.join(options.datastore, 'vm_templates');
  await mkdir(target, { recursive: true });
  const stamp = path.join(target, '.micro');
  const installed = await readFile(stamp, 'utf8').catch(() => '');
  if (installed !== path.basename(directory)) {
    for (const file of FILES) {
      // The guests' disks are backed by the old file: replace it, never write into it.
      const partial = path.join(target, `.${file}.part`);
      await copyFile(path.join(directory, file), partial, constants.COPYFILE_FICLONE);
      await rename(partial, path.join(target, file));
    }
    await writeFile(stamp, path.basename(directory));
  }
  return microTemplate(version);
}

function microTemplate(version: string): LabTemplate {
  return {
    name: 'Micro',
    os: 'Linux',
    version,
    arch: 'x86_64',
    diskGiB: 1,
    format: 'QCOW2',
    file: 'vm_templates/micro.qcow2',
    kernel: 'vm_templates/micro.vmlinuz',
    initrd: 'vm_templates/micro.initrd',
    cmdline:
      'console=tty0 console=ttyS0,115200 quiet loglevel=3 net.ifnames=0 nokaslr panic=1 mitigations=off',
    cloudInit: false,
    minRamMiB: 96,
    defaultRamMiB: 128,
    defaultVcpus: 1,
  };
}
