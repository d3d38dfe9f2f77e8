import { type Em, rows, run, transaction } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { LinkKind } from './host-network-enums.ts';
import { judgeLink, type LinkHistory } from './link-judgement.ts';
import type { LinkMeasurement } from './measure-latency.ts';

interface KnownLink extends LinkHistory {
  readonly sourceId: HostId;
  readonly targetId: HostId;
}

/** Measurements written by one statement. */
const AT_ONCE = 500;

/**
 * Keeps measurements: every one that has a value as a sample, each as the newest of its link, judged
 * by what the link was before.
 */
export async function saveMeasurements(
  em: Em,
  kind: LinkKind,
  measured: readonly LinkMeasurement[],
): Promise<void> {
  for (let i = 0; i < measured.length; i += AT_ONCE)
    await saveSome(em, kind, measured.slice(i, i + AT_ONCE));
}

async function saveSome(
  em: Em,
  kind: LinkKind,
  measured: readonly LinkMeasurement[],
): Promise<void> {
  const sources = [...new Set(measured.map(({ source }) => source.id))];
  await transaction(em, async (tx) => {
    // A host may have been removed since it was measured.
    const there = await rows<{ id: HostId }>(
      tx,
      'select id from host order by id lock in share mode',
    );
    const ids = new Set(there.map(({ id }) => id));
    const kept = measured.filter(({ source, target }) => ids.has(source.id) && ids.has(target.id));
    if (kept.length === 0) return;
    const known = await rows<KnownLink>(
      tx,
      `select source_id as sourceId, target_id as targetId, usual, bad, degraded_since as degradedSince
         from host_link where kind = ? and source_id in (?) for update`,
      [kind, sources],
    );
    const byPair = new Map(known.map((link) => [`${link.sourceId} ${link.targetId}`, link]));
    const judged = kept.map((measurement) => {
      const before = byPair.get(`${measurement.source.id} ${measurement.target.id}`) ?? null;
      const { value, at } = measurement;
      const now =
        value === null ? (before ?? NOTHING_KNOWN) : judgeLink(kind, before, { value, at });
      return { measurement, now };
    });
    await writeLinks(tx, kind, judged);
    await writeSamples(tx, kind, kept);
  });
}

const NOTHING_KNOWN: LinkHistory = { usual: null, bad: 0, degradedSince: null };

async function writeLinks(
  em: Em,
  kind: LinkKind,
  judged: readonly { readonly measurement: LinkMeasurement; readonly now: LinkHistory }[],
): Promise<void> {
  const values = judged.flatMap(({ measurement: { source, target, value, at }, now }) => [
    ...[source.id, target.id, kind, value, at],
    ...[now.usual, now.degradedSince, now.bad],
  ]);
  await run(
    em,
    `insert into host_link (source_id, target_id, kind, value, at, usual, degraded_since, bad)
     values ${judged.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}
     on duplicate key update value = values(value), at = values(at), usual = values(usual),
       degraded_since = values(degraded_since), bad = values(bad)`,
    values,
  );
}

async function writeSamples(
  em: Em,
  kind: LinkKind,
  measured: readonly LinkMeasurement[],
): Promise<void> {
  const seen = measured.filter(({ value }) => value !== null);
  if (seen.length === 0) return;
  await run(
    em,
    `insert ignore into host_link_sample (source_id, target_id, kind, span, at, value)
     values ${seen.map(() => "(?, ?, ?, 'RAW', ?, ?)").join(', ')}`,
    seen.flatMap(({ source, target, at, value }) => [source.id, target.id, kind, at, value]),
  );
}

/** For how long samples are kept as they are, and as averages of an hour; days. */
export const KEPT_DAYS = { RAW: 1, HOUR: 90, DAY: 1_100 } as const;

/** So many rows are thinned by one statement: a lock is never held long. */
const THIN_AT_ONCE = 20_000;

/**
 * Thins old samples: those of each hour become their average, later those of each day. Cut in the
 * middle, the next run goes on: averages and what they replace change in one transaction.
 * @returns rows that were replaced or dropped
 */
export async function thinSamples(em: Em, now: Date): Promise<number> {
  let thinned = 0;
  for (const [from, to, unit] of [
    ['RAW', 'HOUR', 3_600],
    ['HOUR', 'DAY', 86_400],
  ] as const) {
    const before = startOf(now, KEPT_DAYS[from], unit);
    for (let done = THIN_AT_ONCE; done >= THIN_AT_ONCE; thinned += done)
      done = await thinOnce(em, { from, to, unit, before });
  }
  const oldest = startOf(now, KEPT_DAYS.DAY, 86_400);
  return (
    thinned +
    (await run(em, "delete from host_link_sample where span = 'DAY' and at < ? limit 20000", [
      oldest,
    ]))
  );
}

function startOf(now: Date, daysAgo: number, unitSeconds: number): Date {
  const ms = unitSeconds * 1000;
  return new Date(Math.floor((now.getTime() - daysAgo * 86_400_000) / ms) * ms);
}

interface Thinning {
  readonly from: 'RAW' | 'HOUR';
  readonly to: 'HOUR' | 'DAY';
  /** Seconds. */
  readonly unit: number;
  readonly before: Date;
}

/** Independent of the session's time zone. */
const EPOCH = "timestamp'1970-01-01 00:00:00'";

/** Whole units only, oldest first, so that no average is made of half of what belongs to it. */
async function thinOnce(em: Em, { from, to, unit, before }: Thinning): Promise<number> {
  return transaction(em, async (tx) => {
    const [last] = await rows<{ at: Date }>(
      tx,
      `select max(at) as at from (select at from host_link_sample where span = ? and at < ?
          order by at limit ${THIN_AT_ONCE}) oldest having max(at) is not null`,
      [from, before],
    );
    if (!last) return 0;
    const end = new Date((Math.floor(last.at.getTime() / (unit * 1000)) + 1) * unit * 1000);
    const until = end < before ? end : before;
    await run(
      tx,
      `insert ignore into host_link_sample (source_id, target_id, kind, span, at, value)
       select source_id, target_id, kind, ?, ${EPOCH} + interval (unit * ?) second, avg(value)
         from (select source_id, target_id, kind, value,
                 floor(timestampdiff(second, ${EPOCH}, at) / ?) as unit
                 from host_link_sample where span = ? and at < ?) old
        group by source_id, target_id, kind, unit`,
      [to, unit, unit, from, until],
    );
    return run(tx, 'delete from host_link_sample where span = ? and at < ?', [from, until]);
  });
}
