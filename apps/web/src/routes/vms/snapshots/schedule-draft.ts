import type {
  ScheduleRowFragment,
  SetSnapshotScheduleInput,
} from '../../../api/generated/graphql.ts';

/** Kinds of scheduled snapshots, the most frequent first. */
export const scheduledKinds = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type ScheduledKind = (typeof scheduledKinds)[number];

/** One kind as it is being edited. */
export interface KindDraft {
  readonly on: boolean;
  readonly keep: number;
  readonly hour: number;
  readonly memory: boolean;
}
export type ScheduleDraft = Readonly<Record<ScheduledKind, KindDraft>>;

/** What is suggested for a kind that is off. */
const suggestions: Readonly<Record<ScheduledKind, number>> = {
  DAILY: 7,
  WEEKLY: 4,
  MONTHLY: 12,
  YEARLY: 2,
};

/** A draft of what is set; what is off gets sensible numbers. */
export function draftOf(schedules: readonly ScheduleRowFragment[]): ScheduleDraft {
  const kind = (type: ScheduledKind): KindDraft => {
    const set = schedules.find((row) => row.type === type);
    return {
      on: set !== undefined,
      keep: set?.keep ?? suggestions[type],
      hour: set?.hour ?? 2,
      memory: set?.memory ?? false,
    };
  };
  return {
    DAILY: kind('DAILY'),
    WEEKLY: kind('WEEKLY'),
    MONTHLY: kind('MONTHLY'),
    YEARLY: kind('YEARLY'),
  };
}

/** What is sent of a draft: only the kinds that differ from what is set, so that others keep their next time. */
export function inputOf(
  vmId: string,
  before: ScheduleDraft,
  draft: ScheduleDraft,
): SetSnapshotScheduleInput {
  const change = (type: ScheduledKind) => {
    const { on, keep, hour, memory } = draft[type];
    const old = before[type];
    const same =
      on === old.on && (!on || (keep === old.keep && hour === old.hour && memory === old.memory));
    if (same) return undefined;
    return on ? { keep, hour, memory } : null;
  };
  const [daily, weekly, monthly, yearly] = scheduledKinds.map(change);
  return {
    vmId,
    ...(daily !== undefined && { daily }),
    ...(weekly !== undefined && { weekly }),
    ...(monthly !== undefined && { monthly }),
    ...(yearly !== undefined && { yearly }),
  };
}
