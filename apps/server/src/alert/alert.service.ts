import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, isDuplicate, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import { type AlertId, newId } from '../platform/ids.ts';
import type { AlertRuleInput, EditAlertRuleInput } from './alert.type.ts';
import { type AlertRule, type AlertSubjectKind, checkRule } from './alert-rules.ts';
import { type AlertView, insertRule, loadAlerts, loadRules, updateRule } from './alert-store.ts';

const TABLES: Readonly<Record<AlertSubjectKind, string>> = {
  VM: 'vm',
  HOST: 'host',
  DATASTORE: 'datastore',
};

async function requireRule(em: Em, id: string): Promise<AlertRule> {
  const rule = (await loadRules(em)).find((each) => each.id === id);
  if (!rule) throw new NotFoundError('alert rule', id);
  return rule;
}

async function checkSubject(em: Em, rule: AlertRule): Promise<void> {
  if (rule.subjectId === null) return;
  const sql = `select 1 from ${TABLES[rule.subjectKind]} where id = ?`;
  if ((await rows(em, sql, [rule.subjectId])).length > 0) return;
  const message = `There is no ${rule.subjectKind} ${rule.subjectId}.`;
  throw new BadUserInputError([{ path: 'subjectId', message }]);
}

async function save(em: Em, rule: AlertRule, write: typeof insertRule): Promise<void> {
  checkRule(rule);
  await checkSubject(em, rule);
  try {
    await write(em, rule);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new ConflictError(`There is another rule named ${rule.name}.`);
  }
}

/** Makes a rule. @throws {BadUserInputError | ConflictError} */
export async function createAlertRule(context: Context, input: AlertRuleInput): Promise<AlertRule> {
  const { clientMutationId, ...terms } = input;
  const rule: AlertRule = {
    ...{ id: newId('rule'), builtIn: false, enabled: terms.enabled ?? true },
    ...{ name: terms.name.trim(), subjectKind: terms.subjectKind, figure: terms.figure },
    ...{ subjectId: terms.subjectId ?? null, comparison: terms.comparison ?? 'ABOVE' },
    ...{ threshold: terms.threshold, clearAt: terms.clearAt ?? terms.threshold },
    ...{ forSeconds: terms.forSeconds ?? 60, severity: terms.severity ?? 'WARNING' },
  };
  const call = { action: 'createAlertRule', clientMutationId, detail: rule.name };
  const id = await runMutation(context, call, async ({ em, afterCommit }) => {
    afterCommit(() => context.services.events.publish('alertRules', {}));
    await save(em, rule, insertRule);
    return rule.id;
  });
  return requireRule(context.em, id);
}

/** Changes what is given of a rule. @throws {NotFoundError | BadUserInputError | ConflictError} */
export async function editAlertRule(
  context: Context,
  input: EditAlertRuleInput,
): Promise<AlertRule> {
  const { id, clientMutationId, ...given } = input;
  const call = { action: 'editAlertRule', clientMutationId };
  const changed = await runMutation(context, call, async ({ em, afterCommit }) => {
    afterCommit(() => context.services.events.publish('alertRules', {}));
    const before = await requireRule(em, id);
    const set = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
    );
    const next: AlertRule = { ...before, ...set, name: (given.name ?? before.name).trim() };
    await save(em, next, updateRule);
    return before.id;
  });
  return requireRule(context.em, changed);
}

/** Deletes a rule; its alerts end. @throws {NotFoundError | ConflictError} */
export async function deleteAlertRule(
  context: Context,
  input: { readonly id: string; readonly clientMutationId?: string },
): Promise<string> {
  const { id, clientMutationId } = input;
  const call = { action: 'deleteAlertRule', clientMutationId };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const rule = await requireRule(em, id);
    if (rule.builtIn)
      throw new ConflictError(`${rule.name} is there by default: switch it off instead.`);
    const ended = await rows<{ id: AlertId }>(
      em,
      'select id from alert where rule_id = ? and ended_at is null',
      [id],
    );
    await run(
      em,
      'update alert set ended_at = utc_timestamp(3), active_key = null where rule_id = ? and ended_at is null',
      [id],
    );
    await run(em, 'delete from alert_rule where id = ?', [id]);
    afterCommit(() => {
      context.services.events.publish('alertRules', {});
      for (const alert of ended) context.services.events.publish('alert', { id: alert.id });
    });
    return rule.id;
  });
}

/** Tells that somebody has seen an alert and sees to it. @throws {NotFoundError} */
export async function acknowledgeAlert(
  context: Context,
  input: { readonly id: string; readonly clientMutationId?: string },
): Promise<AlertView> {
  const { id, clientMutationId } = input;
  const { userId } = requireViewer(context);
  const call = { action: 'acknowledgeAlert', clientMutationId };
  const seen = await runMutation(context, call, async ({ em, afterCommit }) => {
    const [alert] = await loadAlerts(em, [id]);
    if (!alert) throw new NotFoundError('alert', id);
    await run(
      em,
      `update alert set acknowledged_at = coalesce(acknowledged_at, utc_timestamp(3)),
         acknowledged_by = coalesce(acknowledged_by, ?) where id = ?`,
      [userId, id],
    );
    afterCommit(() => context.services.events.publish('alert', { id: alert.id }));
    return alert.id;
  });
  const [alert] = await loadAlerts(context.em, [seen]);
  if (!alert) throw new NotFoundError('alert', id);
  return alert;
}
