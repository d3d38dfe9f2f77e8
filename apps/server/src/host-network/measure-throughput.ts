import { isIP } from 'node:net';
import type { SshMachine } from '@baadal/ssh';
import { TIMEOUTS } from '../platform/timeouts.ts';
import type { Services } from '../services.ts';
import { parseIperf3, parseNetperf, type Throughput } from './measured-text.ts';
import type { NetworkHost } from './network-hosts.ts';

/** How much a test may last and move. */
export interface ThroughputLimits {
  readonly seconds: number;
  /** Most data one test moves: a link that could do more is measured at this much. */
  readonly volumeMiB: number;
}

/** The tools, the better first. netperf is in Debian's non-free part, so often only iperf3 is there. */
const TOOLS = ['netperf', 'iperf3'] as const;
type Tool = (typeof TOOLS)[number];
const SERVERS: Readonly<Record<Tool, string>> = { netperf: 'netserver', iperf3: 'iperf3' };

/** Connecting, and what a busy machine takes beside. */
const SPARE_SECONDS = 20;
const PORT_FROM = 52_000;
const PORTS = 1_000;

/**
 * Measures what arrives from one host at another. A server is started for this test alone, on the
 * target's own address, and is ended with it; it ends by itself when nobody is left to end it.
 * @returns why not, where it could not be measured
 * @throws {HostUnreachableError | SshError} when a host is away
 */
export async function measureThroughput(
  hosts: Services['hosts'],
  [source, target]: readonly [NetworkHost, NetworkHost],
  limits: ThroughputLimits,
  signal: AbortSignal,
): Promise<Throughput> {
  const [from, to] = await Promise.all([hosts.ssh(source.id), hosts.ssh(target.id)]);
  const tool = await commonTool(from, to, signal);
  if (typeof tool !== 'string') {
    const missing = tool.from ? target : source;
    return { error: `iperf3 is missing on host ${missing.name}: install the package iperf3` };
  }
  const test = new AbortController();
  const port = PORT_FROM + Math.floor(Math.random() * PORTS);
  const server = serve(to, { tool, port, target, limits }, AbortSignal.any([signal, test.signal]));
  try {
    const early = await Promise.race([server.listening, server.ended]);
    if (early !== undefined) return { error: `${tool} on host ${target.name}: ${early}` };
    return await send(from, { tool, port, target, limits }, signal);
  } finally {
    test.abort();
    await server.ended;
  }
}

interface Test {
  readonly tool: Tool;
  readonly port: number;
  readonly target: NetworkHost;
  readonly limits: ThroughputLimits;
}

/** The first tool that both have; else which of the two has one. */
async function commonTool(
  from: SshMachine,
  to: SshMachine,
  signal: AbortSignal,
): Promise<Tool | { readonly from: boolean }> {
  const has = async (ssh: SshMachine) => {
    // dash's and bash's own look-up; each prints the path of what it finds.
    const names = TOOLS.flatMap((tool) => [tool, SERVERS[tool]]);
    const options = { signal, timeoutMs: TIMEOUTS.interactiveCallMs };
    const { stdout } = await ssh.exec(['which', ...names], options);
    const found = new Set(stdout.split('\n').map((line) => line.slice(line.lastIndexOf('/') + 1)));
    return TOOLS.filter((tool) => found.has(tool) && found.has(SERVERS[tool]));
  };
  const [source, target] = await Promise.all([has(from), has(to)]);
  return source.find((tool) => target.includes(tool)) ?? { from: source.length > 0 };
}

/** `listening` resolves when a client may come; `ended` with why, and never rejects. */
function serve(
  to: SshMachine,
  { tool, port, target, limits }: Test,
  signal: AbortSignal,
): { readonly listening: Promise<undefined>; readonly ended: Promise<string> } {
  const listening = Promise.withResolvers<undefined>();
  const longest = String(limits.seconds + SPARE_SECONDS);
  const bind = isIP(target.address) > 0;
  const argv =
    tool === 'netperf'
      ? ['netserver', '-D', '-p', String(port), ...(bind ? ['-L', target.address] : [])]
      : [
          ...['iperf3', '-s', '-1', '--forceflush', '-p', String(port)],
          ...(bind ? ['-B', target.address] : []),
        ];
  let said = '';
  const ended = to
    .exec(['timeout', longest, ...argv], {
      signal,
      timeoutMs: (limits.seconds + SPARE_SECONDS + 5) * 1000,
      onOutput: (text) => {
        said += text;
        if (/listening|starting netserver/i.test(said)) listening.resolve(undefined);
      },
    })
    .then(
      ({ stdout, stderr }) => (stderr || stdout).trim().split('\n').at(-1) || 'it ended at once',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  return { listening: listening.promise, ended };
}

async function send(
  from: SshMachine,
  { tool, port, target, limits }: Test,
  signal: AbortSignal,
): Promise<Throughput> {
  const { seconds, volumeMiB } = limits;
  const timeoutMs = (seconds + SPARE_SECONDS) * 1000;
  if (tool === 'netperf') {
    const where = ['-H', target.address, '-p', String(port)];
    const how = ['-t', 'TCP_STREAM', '-f', 'm', '-P', '0', '-l', String(seconds)];
    const { stdout } = await from.exec(['netperf', ...where, ...how], { signal, timeoutMs });
    return parseNetperf(stdout);
  }
  const most = Math.floor((volumeMiB * 1024 * 1024 * 8) / seconds);
  const where = ['-c', target.address, '-p', String(port), '--connect-timeout', '5000'];
  const how = ['-J', '-t', String(seconds), '-b', String(most)];
  const { stdout, stderr } = await from.exec(['iperf3', ...where, ...how], { signal, timeoutMs });
  return parseIperf3(stdout || JSON.stringify({ error: stderr.trim() }));
}
