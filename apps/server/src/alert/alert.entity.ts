import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { BOOL, ID, INT, MAYBE, NAME, TIME, WORD } from '../platform/columns.ts';
import type { AlertId, AlertRuleId, UserId } from '../platform/ids.ts';
import type { AlertComparison, AlertSeverity, AlertSubjectKind } from './alert-rules.ts';

/** When something is to be told of: a figure beyond a threshold for some time. */
@Entity({ tableName: 'alert_rule' })
export class AlertRuleEntity {
  @PrimaryKey({ ...ID })
  id: AlertRuleId;

  @Unique({ name: 'alert_rule_name' })
  @Property({ ...NAME })
  name: string;

  @Property({ ...WORD })
  subjectKind: AlertSubjectKind;

  /** Only this VM, host or datastore; null: each of them. */
  @Property({ ...ID, ...MAYBE })
  subjectId: string | null;

  @Property({ ...WORD })
  figure: string;

  @Property({ ...WORD })
  comparison: AlertComparison;

  @Property({ type: 'double' })
  threshold: number;

  /** The alert ends when the figure is back here: less than the threshold, so that it does not flicker. */
  @Property({ type: 'double' })
  clearAt: number;

  @Property({ ...INT })
  forSeconds: number;

  @Property({ ...WORD })
  severity: AlertSeverity;

  @Property({ ...BOOL })
  enabled: boolean;

  /** There from the beginning: switched off rather than deleted. */
  @Property({ ...BOOL })
  builtIn: boolean;
}

/** Something a rule told of, until it is over and after. */
@Entity({ tableName: 'alert' })
@Index({ name: 'alert_ended_at', properties: ['endedAt', 'raisedAt'] })
@Index({ name: 'alert_subject', properties: ['subjectId', 'raisedAt'] })
export class AlertEntity {
  @PrimaryKey({ ...ID })
  id: AlertId;

  @Property({ ...ID })
  ruleId: AlertRuleId;

  /** As it was when the alert was raised. */
  @Property({ ...NAME })
  ruleName: string;

  @Property({ ...WORD })
  severity: AlertSeverity;

  @Property({ ...WORD })
  subjectKind: AlertSubjectKind;

  @Property({ ...ID })
  subjectId: string;

  @Property({ ...NAME })
  subjectName: string;

  /** Rule and subject while it lasts, else null. Unique: whoever notices, it is raised once. */
  @Unique({ name: 'alert_active' })
  @Property({ type: 'string', length: 66, ...MAYBE })
  activeKey: string | null;

  @Property({ type: 'string', length: 255 })
  message: string;

  @Property({ type: 'double' })
  value: number;

  @Property({ ...TIME })
  raisedAt: Date;

  @Property({ ...TIME, ...MAYBE })
  endedAt: Date | null;

  @Property({ ...TIME, ...MAYBE })
  acknowledgedAt: Date | null;

  @Property({ ...ID, ...MAYBE })
  acknowledgedBy: UserId | null;
}
