import { type Em, fromJson, rows } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';

/** Share of its card's bandwidth from which on a host's network counts as busy. */
const BUSY = 0.5;
/** Bandwidth of cards that do not tell. */
const ASSUMED_MBPS = 1_000;
/** Older samples tell nothing of now; seconds. */
const FRESH_SECONDS = 60;

/** Those of the hosts whose network carries so much that a test would disturb, and mislead. */
export async function busyHosts(em: Em, ids: readonly HostId[]): Promise<ReadonlySet<HostId>> {
  if (ids.length === 0) return new Set();
  const found = await rows<{
    id: HostId;
    figures: string | Traffic;
    hardware: string | Cards | null;
  }>(
    em,
    `select h.id, u.figures, h.hardware from host h join usage_sample u on u.id = h.id
      where h.id in (?) and u.at > utc_timestamp(3) - interval ${FRESH_SECONDS} second`,
    [ids],
  );
  return new Set(
    found
      .filter((host) => isBusy(fromJson(host.figures), fromJson(host.hardware)))
      .map(({ id }) => id),
  );
}

interface Traffic {
  /** Bytes a second. */
  readonly netRx?: number | null;
  readonly netTx?: number | null;
}
interface Cards {
  readonly nics?: readonly { readonly up: boolean; readonly speedMbps: number | null }[];
}

function isBusy(traffic: Traffic | null, cards: Cards | null): boolean {
  const speeds = (cards?.nics ?? []).flatMap(({ up, speedMbps }) =>
    up && speedMbps ? [speedMbps] : [],
  );
  const mbps = speeds.length > 0 ? Math.max(...speeds) : ASSUMED_MBPS;
  const most = Math.max(traffic?.netRx ?? 0, traffic?.netTx ?? 0);
  return (most * 8) / 1e6 > mbps * BUSY;
}
