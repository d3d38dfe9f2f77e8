import type { HostHardware } from '../host/host-hardware.ts';
import { type Em, fromJson, rows } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import type { HostLinkHistoryView, HostNetworkView, NetworkEdgeView } from './host-network.type.ts';
import type { LinkKind } from './host-network-enums.ts';
import { allPairs } from './pairs.ts';

/** The feed has one object: the network as a whole. */
export const WHOLE_NETWORK = 'host-network';

interface LinkRow {
  readonly sourceId: HostId;
  readonly targetId: HostId;
  readonly kind: LinkKind;
  readonly value: number | null;
  readonly at: Date;
  readonly usual: number | null;
  readonly degradedSince: Date | null;
}

/** The network as it was measured last, or last before a moment: three statements, however many hosts. */
export async function loadHostNetwork(em: Em, at: Date | null): Promise<HostNetworkView> {
  const hosts = await rows<{
    id: HostId;
    mac: string | null;
    hardware: string | HostHardware | null;
  }>(em, 'select id, mac, hardware from host order by name');
  const links = at === null ? await newestLinks(em) : await linksAt(em, at);
  const byPair = new Map(
    links.map((link) => [`${link.kind} ${link.sourceId} ${link.targetId}`, link]),
  );
  const both = (kind: LinkKind, a: HostId, b: HostId) =>
    [byPair.get(`${kind} ${a} ${b}`), byPair.get(`${kind} ${b} ${a}`)].filter(
      (x) => x !== undefined,
    );
  return {
    id: WHOLE_NETWORK,
    at,
    measuring: at === null && (await isMeasuring(em)),
    nodes: hosts.map(({ id, mac, hardware }) => ({
      hostId: id,
      nicBandwidthMbps: bandwidth(mac, hardware),
    })),
    edges: allPairs(hosts.map(({ id }) => id)).map(([a, b]) =>
      edgeOf(a, b, both('LATENCY', a, b), both('THROUGHPUT', a, b)),
    ),
  };
}

/** The newest of both directions for the round trip; the slower one for the throughput. */
function edgeOf(
  sourceId: HostId,
  targetId: HostId,
  latencies: readonly LinkRow[],
  throughputs: readonly LinkRow[],
): NetworkEdgeView {
  const newest = latencies.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
  const slowest = throughputs
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))[0];
  const since = [...latencies, ...throughputs].flatMap(({ degradedSince }) => degradedSince ?? []);
  return {
    id: `${sourceId}-${targetId}`,
    sourceId,
    targetId,
    latencyMs: newest?.value ?? null,
    latencyAt: newest?.at ?? null,
    usualLatencyMs: newest?.usual ?? null,
    throughputMbps: slowest?.value ?? null,
    throughputAt: slowest?.at ?? null,
    usualThroughputMbps: slowest?.usual ?? null,
    degradedSince: since.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
  };
}

/** Of the card the host is reached by, else of the fastest that is up. */
function bandwidth(mac: string | null, stored: string | HostHardware | null): number | null {
  const hardware = fromJson<HostHardware | null>(stored);
  const up = (hardware?.nics ?? []).filter((nic) => nic.up && nic.speedMbps !== null);
  const own = up.find((nic) => nic.mac === mac);
  if (own) return own.speedMbps;
  return up.reduce<number | null>((most, nic) => Math.max(most ?? 0, nic.speedMbps ?? 0), null);
}

const COLUMNS = `l.source_id as sourceId, l.target_id as targetId, l.kind, l.value, l.at`;

function newestLinks(em: Em): Promise<LinkRow[]> {
  return rows<LinkRow>(
    em,
    `select ${COLUMNS}, l.usual, l.degraded_since as degradedSince from host_link l`,
  );
}

/** How long before a moment a sample may lie to count for it, hours. */
const COUNTS_FOR = { RAW: 2, HOUR: 26, DAY: 50 } as const;
const THROUGHPUT_COUNTS_HOURS = 24 * 8;

async function linksAt(em: Em, at: Date): Promise<LinkRow[]> {
  const ageDays = (Date.now() - at.getTime()) / 86_400_000;
  const span = ageDays < 1 ? 'RAW' : ageDays < 90 ? 'HOUR' : 'DAY';
  const newest = (kind: LinkKind, hours: number) =>
    rows<LinkRow>(
      em,
      `select ${COLUMNS}, null as usual, null as degradedSince from host_link_sample l
         join (select source_id, target_id, max(at) as at from host_link_sample
                where kind = ? and at <= ? and at > ? group by source_id, target_id) newest
           on newest.source_id = l.source_id and newest.target_id = l.target_id and newest.at = l.at
        where l.kind = ?`,
      [kind, at, new Date(at.getTime() - hours * 3_600_000), kind],
    );
  return [
    ...(await newest('LATENCY', COUNTS_FOR[span])),
    ...(await newest('THROUGHPUT', THROUGHPUT_COUNTS_HOURS)),
  ];
}

async function isMeasuring(em: Em): Promise<boolean> {
  const sql = "select 1 from task where type = 'MEASURE_HOST_NETWORK' and status in (?) limit 1";
  return (await rows(em, sql, [ACTIVE_STATUSES])).length > 0;
}

/** Most samples of one answer; older ones are left out. */
const HISTORY_MOST = 5_000;

/** Samples between two hosts in both directions, oldest first. */
export async function loadLinkHistory(
  em: Em,
  [a, b]: readonly [HostId, HostId],
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<HostLinkHistoryView> {
  const found = await rows<HostLinkHistoryView['samples'][number]>(
    em,
    `select l.source_id as sourceId, l.target_id as targetId, l.kind, l.at, l.value from host_link_sample l
      where l.source_id in (?) and l.target_id in (?) and l.at >= ? and l.at <= ?
      order by l.at desc limit ${HISTORY_MOST}`,
    [[a, b], [a, b], from, to],
  );
  return { sourceId: a, targetId: b, samples: found.reverse() };
}
