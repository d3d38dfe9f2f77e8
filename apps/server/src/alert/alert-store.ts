import { type Em, isDuplicate, rows, run } from '../platform/db.ts';
import { type AlertId, type AlertRuleId, newId } from '../platform/ids.ts';
import { type AlertRule, type AlertSubjectKind, BUILT_IN_RULES } from './alert-rules.ts';

const RULE_FIELDS = `id, name, subject_kind as subjectKind, subject_id as subjectId, figure, comparison,
  threshold, clear_at as clearAt, for_seconds as forSeconds, severity, enabled, built_in as builtIn`;

type RuleRow = Omit<AlertRule, 'enabled' | 'builtIn'> & { enabled: number; builtIn: number };

/** All rules by name. */
export async function loadRules(em: Em): Promise<AlertRule[]> {
  const found = await rows<RuleRow>(em, `select ${RULE_FIELDS} from alert_rule order by name`);
  return found.map((row) => ({
    ...row,
    enabled: Boolean(row.enabled),
    builtIn: Boolean(row.builtIn),
  }));
}

const RULE_COLUMNS = `name = ?, subject_kind = ?, subject_id = ?, figure = ?, comparison = ?,
  threshold = ?, clear_at = ?, for_seconds = ?, severity = ?, enabled = ?`;

const ruleValues = (rule: AlertRule): readonly unknown[] => [
  ...[rule.name, rule.subjectKind, rule.subjectId, rule.figure, rule.comparison],
  ...[rule.threshold, rule.clearAt, rule.forSeconds, rule.severity, rule.enabled],
];

/** Writes a new rule. The unique index says whether its name is taken. */
export async function insertRule(em: Em, rule: AlertRule): Promise<void> {
  const sql = `insert into alert_rule set id = ?, built_in = ?, ${RULE_COLUMNS}`;
  await run(em, sql, [rule.id, rule.builtIn, ...ruleValues(rule)]);
}

/** Writes a rule that is there. Errors as of {@link insertRule}. */
export async function updateRule(em: Em, rule: AlertRule): Promise<void> {
  const sql = `update alert_rule set ${RULE_COLUMNS} where id = ?`;
  await run(em, sql, [...ruleValues(rule), rule.id]);
}

/** Writes the rules that are there from the beginning, unless they are there; what an admin changed stays. */
export async function seedAlertRules(em: Em): Promise<void> {
  const known = new Set((await loadRules(em)).map(({ id }) => id));
  for (const rule of BUILT_IN_RULES) {
    if (known.has(rule.id)) continue;
    try {
      await insertRule(em, { ...rule, subjectId: null, enabled: true, builtIn: true });
    } catch (error) {
      // Another process was first, or an admin made one of this name.
      if (!isDuplicate(error)) throw error;
    }
  }
}

/** An alert as the API shows it. */
export interface AlertView {
  readonly id: AlertId;
  readonly ruleId: AlertRuleId;
  readonly ruleName: string;
  readonly severity: AlertRule['severity'];
  readonly subjectKind: AlertSubjectKind;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly message: string;
  readonly value: number;
  readonly raisedAt: Date;
  readonly endedAt: Date | null;
  readonly acknowledgedAt: Date | null;
}

const ALERT_FIELDS = `id, rule_id as ruleId, rule_name as ruleName, severity,
  subject_kind as subjectKind, subject_id as subjectId, subject_name as subjectName, message, value,
  raised_at as raisedAt, ended_at as endedAt, acknowledged_at as acknowledgedAt`;

/** Alerts by id. */
export async function loadAlerts(em: Em, ids: readonly string[]): Promise<AlertView[]> {
  if (ids.length === 0) return [];
  return rows<AlertView>(em, `select ${ALERT_FIELDS} from alert where id in (?)`, [ids]);
}

/** Those that last, worst first; or those that are over, newest first. */
export async function listAlerts(
  em: Em,
  { active, first }: { readonly active: boolean; readonly first: number },
): Promise<AlertView[]> {
  const which = active
    ? "ended_at is null order by severity = 'CRITICAL' desc, raised_at desc"
    : 'ended_at is not null order by ended_at desc';
  return rows<AlertView>(em, `select ${ALERT_FIELDS} from alert where ${which} limit ${first}`);
}

/** Those of one VM or host since a time, newest first: what marks a time line. */
export async function alertsOf(
  em: Em,
  subjectId: string,
  { since, first }: { readonly since: Date; readonly first: number },
): Promise<AlertView[]> {
  return rows<AlertView>(
    em,
    `select ${ALERT_FIELDS} from alert where subject_id = ? and (ended_at is null or ended_at >= ?)
      order by raised_at desc limit ${first}`,
    [subjectId, since],
  );
}

/** An alert that lasts: its rule, its subject, and whether that can still be measured. */
export interface ActiveAlert {
  readonly ruleId: AlertRuleId;
  readonly subjectId: string;
  /** Not so of what was deleted, of a VM that is off, and of a host that is off but for its being so. */
  readonly isMeasured: boolean;
}

/** The alerts that last. */
export async function activeAlerts(em: Em): Promise<ActiveAlert[]> {
  const found = await rows<Omit<ActiveAlert, 'isMeasured'> & { isMeasured: number }>(
    em,
    `select a.rule_id as ruleId, a.subject_id as subjectId,
       a.subject_id in (select id from vm where status not in ('SHUTDOWN', 'CRASHED'))
         or a.subject_id in (select id from host where status <> 'DOWN' or r.figure = 'up')
         or a.subject_id in (select id from datastore) as isMeasured
      from alert a left join alert_rule r on r.id = a.rule_id where a.ended_at is null`,
  );
  return found.map((alert) => ({ ...alert, isMeasured: Boolean(Number(alert.isMeasured)) }));
}

/** Raises an alert. @returns null when somebody else has */
export async function raiseAlert(
  em: Em,
  alert: Omit<AlertView, 'id' | 'endedAt' | 'acknowledgedAt'>,
): Promise<AlertId | null> {
  const id = newId('alert');
  try {
    await run(
      em,
      `insert into alert (id, rule_id, rule_name, severity, subject_kind, subject_id, subject_name,
         active_key, message, value, raised_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[id, alert.ruleId, alert.ruleName, alert.severity, alert.subjectKind, alert.subjectId],
        ...[alert.subjectName, `${alert.ruleId}:${alert.subjectId}`, alert.message, alert.value],
        alert.raisedAt,
      ],
    );
    return id;
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
}

/** Ends the alert of a rule about a subject. @returns its id; null when there is none */
export async function endAlert(em: Em, ruleId: string, subjectId: string): Promise<AlertId | null> {
  const key = `${ruleId}:${subjectId}`;
  const [alert] = await rows<{ id: AlertId }>(em, 'select id from alert where active_key = ?', [
    key,
  ]);
  if (!alert) return null;
  await run(
    em,
    'update alert set ended_at = utc_timestamp(3), active_key = null where active_key = ?',
    [key],
  );
  return alert.id;
}
