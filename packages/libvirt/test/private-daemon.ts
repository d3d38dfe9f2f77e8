import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BINDS = [
  ['run', '/run/libvirt'],
  ['lib', '/var/lib/libvirt'],
  ['etc', '/etc/libvirt'],
  ['log', '/var/log/libvirt'],
  ['cache', '/var/cache/libvirt'],
] as const;

const QEMU_CONF = `user = "root"
group = "root"
security_driver = "none"
namespaces = []
cgroup_controllers = []
remember_owner = 0
`;

/** Options of {@link startPrivateDaemon}. */
export interface PrivateDaemonOptions {
  /** Lines for libvirtd.conf. */
  readonly libvirtdConf?: string;
}

/** A libvirtd of its own: no other daemon on the machine sees or disturbs it. */
export interface PrivateDaemon extends AsyncDisposable {
  /** Folder for files of the test; removed with the daemon. */
  readonly dir: string;
  /** Read-write socket. */
  readonly socket: string;
  readonly readOnlySocket: string;
  /** Process id of libvirtd as seen from outside its namespace. */
  readonly pid: number;
  /** Processes of guests, as seen from outside. */
  guestPids(): number[];
  /** The end of libvirtd's log. */
  log(): string;
  /** Ends the daemon, its guests and everything it left; safe to call twice. */
  stop(): Promise<void>;
}

/** The first process of the namespace: starts the daemons, and reaps what they leave. */
function script(dir: string): string {
  const binds = BINDS.map(([name, target]) => {
    return `mkdir -p ${target} && mount --bind ${dir}/${name} ${target}`;
  });
  return [
    'set -e',
    'mount --make-rprivate /',
    ...binds,
    'virtlogd --pid-file /run/libvirt/virtlogd.pid >/dev/null 2>&1 &',
    'libvirtd --pid-file /run/libvirt/libvirtd.pid >/dev/null 2>&1 &',
    // A pipe from the test: when that dies, so does all of this. The shell meanwhile reaps the
    // guests, for which libvirtd waits.
    'exec 3<&0',
    'cat <&3 >/dev/null &',
    'wait $!',
  ].join('\n');
}

async function until(what: string, deadlineMs: number, ready: () => Promise<boolean>) {
  const end = Date.now() + deadlineMs;
  while (!(await ready())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Processes of the namespace by the name of their program, as seen from outside. */
function namedChildren(init: ChildProcess, name: string): number[] {
  const children = (pid: number) =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number);
  return children(init.pid ?? 0)
    .flatMap(children)
    .filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith(name));
}

function configure(dir: string, options: PrivateDaemonOptions): void {
  for (const [name] of BINDS) mkdirSync(join(dir, name), { recursive: true });
  const conf = [
    'auth_unix_rw = "none"',
    'auth_unix_ro = "none"',
    'unix_sock_ro_perms = "0777"',
    `log_outputs = "2:file:/var/log/libvirt/libvirtd.log"`,
    options.libvirtdConf ?? '',
  ];
  writeFileSync(join(dir, 'etc/libvirtd.conf'), `${conf.join('\n')}\n`);
  writeFileSync(join(dir, 'etc/qemu.conf'), QEMU_CONF);
}

/**
 * Starts libvirtd and virtlogd in mount and process namespaces of their own.
 *
 * Needs root, unshare, libvirt-daemon and its drivers. The namespace's first process ends with
 * this process, and the kernel then ends everything in the namespace, guests included.
 */
export async function startPrivateDaemon(
  options: PrivateDaemonOptions = {},
): Promise<PrivateDaemon> {
  const dir = mkdtempSync(join(tmpdir(), 'virt-'));
  configure(dir, options);
  const init = spawn(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script(dir)],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const exited = new Promise<void>((resolve) => init.once('exit', () => resolve()));
  const stop = async () => {
    init.kill('SIGKILL');
    await exited;
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  const socket = join(dir, 'run/libvirt-sock');
  const log = () => {
    const file = join(dir, 'log/libvirtd.log');
    return existsSync(file) ? readFileSync(file, 'utf8').slice(-4000) : '';
  };
  try {
    await until(`libvirtd (see ${dir}/log)`, 30_000, () => accepts(socket));
    const [pid] = namedChildren(init, 'libvirtd');
    if (pid === undefined) throw new Error('libvirtd is not running');
    return {
      dir,
      socket,
      readOnlySocket: join(dir, 'run/libvirt-sock-ro'),
      pid,
      guestPids: () => namedChildren(init, 'qemu-system'),
      log,
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    const detail = log();
    await stop();
    throw new Error(`libvirtd did not start: ${detail}`, { cause: error });
  }
}
