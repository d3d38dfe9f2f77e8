import { BadUserInputError, type FieldFault } from '../platform/errors.ts';
import type { AlertRuleId } from '../platform/ids.ts';

/** What alerts are about. */
export const AlertSubjectKind = { VM: 'VM', HOST: 'HOST', DATASTORE: 'DATASTORE' } as const;
export type AlertSubjectKind = keyof typeof AlertSubjectKind;

/** On which side of the threshold a figure is bad. */
export const AlertComparison = { ABOVE: 'ABOVE', BELOW: 'BELOW' } as const;
export type AlertComparison = keyof typeof AlertComparison;

/** How bad it is. */
export const AlertSeverity = { WARNING: 'WARNING', CRITICAL: 'CRITICAL' } as const;
export type AlertSeverity = keyof typeof AlertSeverity;

type Unit = 'percent' | 'bytes' | 'bytes/s' | 'operations/s' | 'processes' | 'links' | 'state';

/** Figures that rules can be about, with their units. */
export const ALERT_FIGURES: Readonly<Record<AlertSubjectKind, Readonly<Record<string, Unit>>>> = {
  VM: {
    cpu: 'percent',
    ram: 'bytes',
    guestRam: 'bytes',
    diskRead: 'bytes/s',
    diskWrite: 'bytes/s',
    diskReadOps: 'operations/s',
    diskWriteOps: 'operations/s',
    netRx: 'bytes/s',
    netTx: 'bytes/s',
  },
  HOST: {
    up: 'state',
    cpu: 'percent',
    cpuIowait: 'percent',
    ramPercent: 'percent',
    ram: 'bytes',
    load1: 'processes',
    load15: 'processes',
    diskRead: 'bytes/s',
    diskWrite: 'bytes/s',
    netRx: 'bytes/s',
    netTx: 'bytes/s',
    degradedLinks: 'links',
  },
  DATASTORE: { usedPercent: 'percent' },
};

/** What a rule says. */
export interface AlertRule {
  readonly id: AlertRuleId;
  readonly name: string;
  readonly subjectKind: AlertSubjectKind;
  readonly subjectId: string | null;
  readonly figure: string;
  readonly comparison: AlertComparison;
  readonly threshold: number;
  readonly clearAt: number;
  readonly forSeconds: number;
  readonly severity: AlertSeverity;
  readonly enabled: boolean;
  readonly builtIn: boolean;
}

/** There from the beginning. */
export const BUILT_IN_RULES: readonly Omit<AlertRule, 'subjectId' | 'enabled' | 'builtIn'>[] = [
  {
    ...{ id: 'rule_host_down' as AlertRuleId, name: 'Host is not reached', subjectKind: 'HOST' },
    ...{ figure: 'up', comparison: 'BELOW', threshold: 0.5, clearAt: 0.5, forSeconds: 60 },
    severity: 'CRITICAL',
  },
  {
    ...{ id: 'rule_datastore_full' as AlertRuleId, name: 'Datastore nearly full' },
    ...{ subjectKind: 'DATASTORE', figure: 'usedPercent', comparison: 'ABOVE' },
    ...{ threshold: 90, clearAt: 87, forSeconds: 120, severity: 'CRITICAL' },
  },
  {
    // A link is called degraded only after several bad measurements: no wait beyond that.
    ...{ id: 'rule_links_degraded' as AlertRuleId, name: 'Links to other hosts degraded' },
    ...{ subjectKind: 'HOST', figure: 'degradedLinks', comparison: 'ABOVE' },
    ...{ threshold: 0, clearAt: 0, forSeconds: 0, severity: 'WARNING' },
  },
];

const DAY_SECONDS = 86_400;

/**
 * Checks what a rule is to say.
 * @throws {BadUserInputError} naming each fault with its remedy
 */
export function checkRule(rule: Omit<AlertRule, 'id' | 'builtIn'>): void {
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  const figures = ALERT_FIGURES[rule.subjectKind];
  const unit = Object.hasOwn(figures, rule.figure) ? figures[rule.figure] : undefined;
  if (rule.name.length < 1 || rule.name.length > 80)
    fault('name', 'A name has 1 to 80 characters.');
  if (!unit)
    fault('figure', `A ${rule.subjectKind} has the figures ${Object.keys(figures).join(', ')}.`);
  const most = unit === 'percent' ? 100 : Number.MAX_SAFE_INTEGER;
  for (const name of ['threshold', 'clearAt'] as const)
    if (!(rule[name] >= 0 && rule[name] <= most))
      fault(name, `${name} is a number from 0 to ${most}.`);
  const isAbove = rule.comparison === 'ABOVE';
  if (isAbove ? rule.clearAt > rule.threshold : rule.clearAt < rule.threshold)
    fault('clearAt', `clearAt is not ${isAbove ? 'above' : 'below'} the threshold.`);
  if (!Number.isInteger(rule.forSeconds) || rule.forSeconds < 0 || rule.forSeconds > DAY_SECONDS)
    fault('forSeconds', `forSeconds is a whole number from 0 to ${DAY_SECONDS}.`);
  if (faults.length > 0) throw new BadUserInputError(faults);
}

/** How a rule stands to one subject. */
export interface AlertState {
  /** Since when the figure has been beyond the threshold, ms since 1970; null: it is not. */
  readonly since: number | null;
  readonly active: boolean;
}

export const QUIET: AlertState = { since: null, active: false };

/**
 * What a new figure changes. What is not known keeps an alert as it is, and begins the wait anew
 * for one that is not raised: nobody is woken for what was not seen.
 */
export function judge(
  state: AlertState,
  rule: Pick<AlertRule, 'comparison' | 'threshold' | 'clearAt' | 'forSeconds'>,
  { value, at }: { readonly value: number | null; readonly at: number },
): { readonly state: AlertState; readonly change: 'RAISE' | 'END' | null } {
  const keep = (next: AlertState) => ({ state: next, change: null });
  if (value === null) return keep(state.active ? state : QUIET);
  const above = rule.comparison === 'ABOVE';
  if (state.active) {
    const over = above ? value <= rule.clearAt : value >= rule.clearAt;
    return over ? { state: QUIET, change: 'END' } : keep(state);
  }
  const bad = above ? value > rule.threshold : value < rule.threshold;
  if (!bad) return keep(QUIET);
  // A clock that was set back begins the wait anew.
  const since = state.since === null || state.since > at ? at : state.since;
  if (at - since < rule.forSeconds * 1000) return keep({ since, active: false });
  return { state: { since, active: true }, change: 'RAISE' };
}
