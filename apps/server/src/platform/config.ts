import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const ROLES = ['api', 'worker', 'collector'] as const;
/** What a process does; one process does all by default. */
export type Role = (typeof ROLES)[number];

const LIST = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** Every setting of the server. Names are those of the environment. */
const schema = z.strictObject({
  BAADAL_ROLES: z
    .string()
    .default(ROLES.join(','))
    .transform(LIST)
    .pipe(z.array(z.enum(ROLES)).min(1)),
  BAADAL_PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  BAADAL_LISTEN: z.string().default('127.0.0.1'),
  /** The address people use, when a proxy with HTTPS stands in front. */
  BAADAL_PUBLIC_URL: z.url().optional(),
  /** Number of proxies in front whose X-Forwarded-For is believed. */
  BAADAL_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  BAADAL_STATE_DIR: z.string().default('.baadal'),
  BAADAL_DATABASE_URL: z.url(),
  BAADAL_REDIS_URL: z.url().optional(),
  /** Unix socket of the rrdcached that keeps performance figures; without it they are not kept. */
  BAADAL_RRDCACHED: z.string().optional(),
  /** The directory in which that rrdcached keeps its files (its -b), as this process sees it. */
  BAADAL_RRD_DIR: z.string().optional(),
  /** What /metrics tells: of the product itself, of hosts, of VMs; empty: nothing. */
  BAADAL_PROMETHEUS: z
    .string()
    .default('product,hosts,vms')
    .transform(LIST)
    .pipe(z.array(z.enum(['product', 'hosts', 'vms']))),
  /** Bearer token for /metrics; without one it answers to the loopback alone. */
  BAADAL_PROMETHEUS_TOKEN: z.string().min(16).optional(),
  BAADAL_PROMETHEUS_TOKEN_FILE: z.string().optional(),
  /** Mail server: smtp://[user@]host[:port] (TLS when it offers it), or smtps://; without it no mail. */
  BAADAL_SMTP_URL: z.string().optional(),
  BAADAL_SMTP_PASSWORD: z.string().optional(),
  BAADAL_SMTP_PASSWORD_FILE: z.string().optional(),
  /** Sender of all mail, as `Baadal <baadal@example.org>`. */
  BAADAL_MAIL_FROM: z.string().optional(),
  BAADAL_LOG_DIR: z.string().optional(),
  BAADAL_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  BAADAL_ADMIN_PASSWORD: z.string().min(8).optional(),
  BAADAL_ADMIN_PASSWORD_FILE: z.string().optional(),
  /** JSON file that names hosts, datastores, templates and networks to be present. */
  BAADAL_INVENTORY: z.string().optional(),
  /** Private key (OpenSSH format) that hosts are reached with. */
  BAADAL_SSH_KEY_FILE: z.string().optional(),
  /** Key that secrets in the database are sealed with; made when missing, the same for all processes. */
  BAADAL_SECRET_KEY_FILE: z.string().optional(),
  BAADAL_WEB_DIR: z.string().optional(),
  BAADAL_GRAPHIQL_DIR: z.string().optional(),
  /** Tasks a worker process runs at once. */
  BAADAL_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(16),
  BAADAL_SESSION_HOURS: z.coerce.number().int().min(1).max(8760).default(168),
});

/** The checked settings of one process. */
export interface Config {
  readonly roles: readonly Role[];
  readonly port: number;
  readonly listen: string;
  readonly publicUrl: string | undefined;
  readonly trustProxy: number;
  readonly stateDir: string;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  /** Null: performance figures are not kept. */
  readonly rrd: { readonly socket: string; readonly dir: string } | null;
  readonly prometheus: {
    readonly parts: readonly ('product' | 'hosts' | 'vms')[];
    readonly token: string | undefined;
  };
  /** Null: no mail is sent. */
  readonly mail: {
    readonly host: string;
    readonly port: number;
    /** TLS from the first byte. */
    readonly secure: boolean;
    readonly user: string | null;
    readonly password: string | null;
    readonly from: string;
  } | null;
  readonly logDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly adminPassword: string | undefined;
  readonly inventoryFile: string | undefined;
  readonly sshKeyFile: string | undefined;
  readonly secretKeyFile: string;
  readonly webDir: string | undefined;
  readonly graphiqlDir: string | undefined;
  readonly workerConcurrency: number;
  readonly sessionHours: number;
  /** Names this process in leases and logs: host name and process id. */
  readonly processName: string;
}

/** The settings are wrong; `faults` lists every fault at once. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration is not usable:\n${faults.map((f) => `  - ${f}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Settings the start-up program reads for itself; known here so that they are not refused. */
const OTHERS_NAMES = new Set(['BAADAL_LAB', 'BAADAL_LAB_HOSTS', 'BAADAL_TEST_DATABASE_URL']);

/**
 * Reads the settings from the environment; the only reader of `process.env` in the server.
 * @throws {ConfigError} listing all faults, unknown `BAADAL_*` names included
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const ours = Object.fromEntries(
    Object.entries(env).filter(([name]) => name.startsWith('BAADAL_') && !OTHERS_NAMES.has(name)),
  );
  const parsed = schema.safeParse(ours);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(describeIssue));
  const s = parsed.data;
  const password = s.BAADAL_ADMIN_PASSWORD_FILE
    ? readSecret('BAADAL_ADMIN_PASSWORD_FILE', s.BAADAL_ADMIN_PASSWORD_FILE)
    : s.BAADAL_ADMIN_PASSWORD;
  return {
    roles: s.BAADAL_ROLES,
    port: s.BAADAL_PORT,
    listen: s.BAADAL_LISTEN,
    publicUrl: s.BAADAL_PUBLIC_URL,
    trustProxy: s.BAADAL_TRUST_PROXY,
    stateDir: path.resolve(s.BAADAL_STATE_DIR),
    databaseUrl: s.BAADAL_DATABASE_URL,
    redisUrl: s.BAADAL_REDIS_URL,
    prometheus: {
      parts: s.BAADAL_PROMETHEUS,
      token: s.BAADAL_PROMETHEUS_TOKEN_FILE
        ? readSecret('BAADAL_PROMETHEUS_TOKEN_FILE', s.BAADAL_PROMETHEUS_TOKEN_FILE)
        : s.BAADAL_PROMETHEUS_TOKEN,
    },
    rrd: rrdOf(s.BAADAL_RRDCACHED, s.BAADAL_RRD_DIR),
    mail: mailOf(s),
    logDir: path.resolve(s.BAADAL_LOG_DIR ?? path.join(s.BAADAL_STATE_DIR, 'logs')),
    logLevel: s.BAADAL_LOG_LEVEL,
    adminPassword: password,
    inventoryFile: s.BAADAL_INVENTORY,
    sshKeyFile: s.BAADAL_SSH_KEY_FILE,
    secretKeyFile: path.resolve(
      s.BAADAL_SECRET_KEY_FILE ?? path.join(s.BAADAL_STATE_DIR, 'secret.key'),
    ),
    webDir: s.BAADAL_WEB_DIR,
    graphiqlDir: s.BAADAL_GRAPHIQL_DIR,
    workerConcurrency: s.BAADAL_WORKER_CONCURRENCY,
    sessionHours: s.BAADAL_SESSION_HOURS,
    processName: `${hostname()}:${process.pid}`,
  };
}

function rrdOf(socket: string | undefined, dir: string | undefined): Config['rrd'] {
  if (!socket && !dir) return null;
  if (socket && dir) return { socket: path.resolve(socket), dir: path.resolve(dir) };
  throw new ConfigError([
    'BAADAL_RRDCACHED, BAADAL_RRD_DIR: socket and directory of an rrdcached go together',
  ]);
}

const SUBMISSION_PORT = 587;
const SMTPS_PORT = 465;

function mailOf(s: z.output<typeof schema>): Config['mail'] {
  const { BAADAL_SMTP_URL: address, BAADAL_MAIL_FROM: from } = s;
  if (!address && !from) return null;
  if (!address || !from)
    throw new ConfigError(['BAADAL_SMTP_URL, BAADAL_MAIL_FROM: server and sender go together']);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url?.hostname || !['smtp:', 'smtps:'].includes(url.protocol))
    throw new ConfigError(['BAADAL_SMTP_URL: must be as smtp://user@mail.example.org:587']);
  if (url.password)
    throw new ConfigError(['BAADAL_SMTP_URL: name the password in BAADAL_SMTP_PASSWORD_FILE']);
  if (!/^[^<>@\s]+@[^<>@\s]+$|<[^<>@\s]+@[^<>@\s]+>$/.test(from))
    throw new ConfigError(['BAADAL_MAIL_FROM: must be as Baadal <baadal@example.org>']);
  const secure = url.protocol === 'smtps:';
  const password = s.BAADAL_SMTP_PASSWORD_FILE
    ? readSecret('BAADAL_SMTP_PASSWORD_FILE', s.BAADAL_SMTP_PASSWORD_FILE)
    : s.BAADAL_SMTP_PASSWORD;
  if (url.username && !password)
    throw new ConfigError([
      `BAADAL_SMTP_PASSWORD_FILE: names the password of ${decodeURIComponent(url.username)}`,
    ]);
  if (password && !url.username)
    throw new ConfigError([
      'BAADAL_SMTP_URL: names the account of the password, as smtp://user@mail.example.org:587',
    ]);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? SMTPS_PORT : SUBMISSION_PORT),
    secure,
    user: url.username ? decodeURIComponent(url.username) : null,
    password: password ?? null,
    from,
  };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.join(', ')}: unknown setting; see the README's chapter on configuration`;
  return `${issue.path.join('.')}: ${issue.message}`;
}

function readSecret(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError([
      `${name}: cannot read the file (${(error as NodeJS.ErrnoException).code})`,
    ]);
  }
}
