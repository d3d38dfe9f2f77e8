import { type Em, rows, run, type Statement } from '../platform/db.ts';
import { checkFirst, decodeCursor, type Page, pageOf } from '../platform/graphql/connection.ts';
import { type AuditEntryId, newId, type UserId } from '../platform/ids.ts';

/** What is written down of an act. */
export interface Act {
  readonly actorId: UserId | null;
  readonly action: string;
  readonly subject: string | null;
  /** What the object is called, as {@link subjectName} finds it. */
  readonly subjectName: string | null;
  /** In words, without secrets. */
  readonly detail: string | null;
  readonly address: string | null;
}

/** Where each kind of object, by the prefix of its id, keeps what people call it. */
const NAMES: ReadonlyMap<string, readonly [table: string, column: string]> = new Map([
  ['vm', ['vm', 'name']],
  ['host', ['host', 'name']],
  ['user', ['user', 'username']],
  ['task', ['task', 'title']],
  ['tpl', ['template', 'name']],
  ['ds', ['datastore', 'name']],
  ['snap', ['snapshot', 'name']],
  ['vgrp', ['vm_group', 'name']],
  ['vlan', ['vlan', 'name']],
  ['sd', ['security_domain', 'name']],
  ['token', ['api_token', 'name']],
  ['rule', ['alert_rule', 'name']],
]);

/** What an object is called now; null for one that has no name, or is not there. */
export async function subjectName(em: Em, id: string): Promise<string | null> {
  const [table, column] = NAMES.get(id.split('_', 1)[0] ?? '') ?? [];
  if (!table) return null;
  const [found] = await rows<{ name: string }>(
    em,
    `select \`${column}\` as name from \`${table}\` where id = ?`,
    [id],
  );
  return found?.name ?? null;
}

/** Writes one audit entry in the caller's transaction. */
export async function recordAudit(em: Em, act: Act): Promise<void> {
  await run(em, ...auditWrite(act));
}

/** The statement that {@link recordAudit} sends, for who sends it with others. */
export function auditWrite(act: Act): Statement {
  return [
    `insert into audit_entry (id, at, actor_id, action, subject, subject_name, detail, address)
     values (?, utc_timestamp(3), ?, ?, ?, ?, ?, ?)`,
    [
      newId('audit'),
      act.actorId,
      act.action,
      act.subject,
      act.subjectName,
      act.detail,
      act.address,
    ],
  ];
}

/** An audit entry as the API shows it. */
export interface AuditEntryView extends Act {
  readonly id: AuditEntryId;
  readonly at: Date;
}

/** Audit entries, newest first. */
export async function auditPage(
  em: Em,
  { first, after }: { first: number; after: string | undefined },
): Promise<Page<AuditEntryView>> {
  const limit = checkFirst(first);
  const [before] = after === undefined ? [] : decodeCursor(after, 1);
  const items = await rows<AuditEntryView>(
    em,
    `select id, at, actor_id as actorId, action, subject,
            subject_name as subjectName, detail, address from audit_entry
      where ${before === undefined ? 'true' : 'id < ?'} order by id desc limit ${limit + 1}`,
    before === undefined ? [] : [before],
  );
  return pageOf({
    items,
    first: limit,
    after,
    cursorOf: (entry) => [entry.id],
    count: async () => {
      const [total] = await rows<{ n: number }>(em, 'select count(*) as n from audit_entry');
      return Number(total?.n ?? 0);
    },
  });
}
