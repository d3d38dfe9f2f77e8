import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type CpioEntry, cpioArchive } from './cpio-archive.ts';
import { LabError } from './errors.ts';
import type { LabTemplate } from './inventory.ts';
import { run } from './run-command.ts';
import {
  type BuiltTemplate,
  ensureBuilt,
  installBuilt,
  type TemplateRecipe,
} from './template-cache.ts';

const SOURCES = path.join(import.meta.dirname, '..', 'micro');
const BUSYBOX = '/usr/bin/busybox';

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
  'virtio_balloon',
  'button',
  'evdev',
];

const RECIPE: TemplateRecipe = {
  kind: 'micro',
  sources: SOURCES,
  salt: JSON.stringify([2, MODULES]),
  // The stamp of an installed build is written last, so the kernel fits the modules in the initrd.
  files: ['micro.vmlinuz', 'micro.initrd', 'micro.qcow2'],
  build,
};

/** Where templates are built and for whom. */
export interface MicroTemplateOptions {
  readonly cacheDir: string;
  readonly log: (line: string) => void;
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
    await source('hotplug', 'etc/hotplug'),
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

async function build(work: string, out: string): Promise<string> {
  // As root apt drops to _apt for downloads, which may not write here: it then does not drop.
  const download = ['-o', 'APT::Sandbox::User=root', 'download', await kernelPackage()];
  await run('apt-get', download, { cwd: work, timeoutMs: 300_000 });
  const archive = (await readdir(work)).find((file) => file.endsWith('.deb'));
  if (archive === undefined) throw new LabError('COMMAND_FAILED', 'apt-get brought no package');
  const deb = path.join(work, archive);
  const version = (await run('dpkg-deb', ['--field', deb, 'Version'])).trim();
  const root = path.join(work, 'kernel');
  await run('dpkg-deb', ['--extract', deb, root]);
  const boot = await readdir(path.join(root, 'boot'));
  const vmlinuz = boot.find((file) => file.startsWith('vmlinuz-'));
  if (vmlinuz === undefined) throw new LabError('COMMAND_FAILED', `${archive} has no vmlinuz`);
  await copyFile(path.join(root, 'boot', vmlinuz), path.join(out, 'micro.vmlinuz'));
  await writeFile(path.join(out, 'micro.initrd'), await buildInitrd(root));
  await buildDisk(out);
  return version;
}

/**
 * The built micro guest from the cache; built there first when it is missing, which fetches the
 * kernel's Debian package (27 MB).
 */
export async function ensureMicroTemplate(options: MicroTemplateOptions): Promise<BuiltTemplate> {
  return await ensureBuilt(options.cacheDir, RECIPE, options.log);
}

/** Puts the micro guest into a datastore's `vm_templates`, unless this very build is there. */
export async function installMicroTemplate(
  options: MicroTemplateOptions & { readonly datastore: string },
): Promise<LabTemplate> {
  const built = await ensureMicroTemplate(options);
  await installBuilt(options.datastore, RECIPE, built);
  return microTemplate(built.version);
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
    cmdline: [
      'console=tty0 console=ttyS0,115200 quiet loglevel=3 net.ifnames=0 nokaslr panic=1',
      // The kernel's tests of its own cryptography are a tenth of a boot.
      'mitigations=off cryptomgr.notests',
    ].join(' '),
    cloudInit: false,
    minRamMiB: 96,
    defaultRamMiB: 128,
    defaultVcpus: 1,
  };
}
