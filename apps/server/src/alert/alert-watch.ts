import type { Logger } from 'pino';
import { type Em, transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { type MailConfig, mailAlert } from './alert-mail.ts';
import {
  ALERT_FIGURES,
  type AlertRule,
  type AlertState,
  type AlertSubjectKind,
  judge,
  QUIET,
} from './alert-rules.ts';
import { activeAlerts, endAlert, loadAlerts, loadRules, raiseAlert } from './alert-store.ts';

/** What rules are held against. */
export interface AlertSubject {
  readonly kind: AlertSubjectKind;
  readonly id: string;
  readonly name: string;
}

interface AlertWatchServices {
  readonly em: () => Em;
  readonly events: EventBus;
  readonly log: Logger;
  /** Whether and how alerts are told by mail. */
  readonly config: MailConfig;
}

/** Events may be lost: rules and alerts are read again after so long in any case. */
const REFRESH_MS = 30_000;

/** Holds figures against the rules; raises alerts and ends them. */
export class AlertWatch {
  readonly #services: AlertWatchServices;
  readonly #states = new Map<string, AlertState>();
  readonly #unsubscribe: readonly (() => void)[];
  #rules: readonly AlertRule[] = [];
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #refreshing: Promise<void> | null = null;

  constructor(services: AlertWatchServices) {
    this.#services = services;
    const changed = () => {
      this.#refreshedAt = Number.NEGATIVE_INFINITY;
    };
    const { events } = services;
    this.#unsubscribe = [
      ...[events.on('alertRules', changed), events.on('resync', changed)],
      // It may have gone off.
      events.on('vm', ({ id }) => this.#hasAlert(id) && changed()),
      events.on('host', ({ id }) => this.#hasAlert(id) && changed()),
    ];
  }

  /** Listens no more. */
  close(): void {
    for (const end of this.#unsubscribe) end();
  }

  /** Has the rules at hand for what is observed next. Never rejects. */
  async refresh(): Promise<void> {
    try {
      await this.#refresh();
    } catch (error) {
      this.#services.log.debug({ err: error }, 'rules as they were last known');
    }
  }

  /** Takes the newest figures of a subject. Never rejects: the next ones are another chance. */
  async observe(
    subject: AlertSubject,
    figures: Readonly<Record<string, number | null>>,
    at: Date,
  ): Promise<void> {
    try {
      await this.#refresh();
      for (const rule of this.#rules) {
        if (rule.subjectKind !== subject.kind || !rule.enabled) continue;
        if (!Object.hasOwn(figures, rule.figure)) continue;
        if (rule.subjectId !== null && rule.subjectId !== subject.id) continue;
        await this.#hold(rule, subject, { value: figures[rule.figure] ?? null, at });
      }
    } catch (error) {
      this.#services.log.warn({ err: error, subjectId: subject.id }, 'rules are not held');
    }
  }

  async #hold(
    rule: AlertRule,
    subject: AlertSubject,
    { value, at }: { readonly value: number | null; readonly at: Date },
  ): Promise<void> {
    const key = `${rule.id}:${subject.id}`;
    const before = this.#states.get(key) ?? QUIET;
    const { state, change } = judge(before, rule, { value, at: at.getTime() });
    if (change === 'RAISE') await this.#raise(rule, subject, { value: value ?? 0, at });
    if (change === 'END') await this.#end(rule.id, subject.id);
    // Kept only once the change is in the database: else it is tried again.
    if (state === QUIET) this.#states.delete(key);
    else this.#states.set(key, state);
  }

  async #raise(rule: AlertRule, subject: AlertSubject, now: { value: number; at: Date }) {
    const { em, log, config } = this.#services;
    const alert = {
      ...{ ruleId: rule.id, ruleName: rule.name, severity: rule.severity, value: now.value },
      ...{ subjectKind: subject.kind, subjectId: subject.id, subjectName: subject.name },
      ...{ message: alertMessage(rule, now.value), raisedAt: now.at },
    };
    const id = await transaction(em(), async (tx) => {
      const raised = await raiseAlert(tx, alert);
      if (raised) await mailAlert(tx, config, { ...alert, id: raised, endedAt: null });
      return raised;
    });
    if (id) log.warn({ alertId: id, rule: rule.name, subject: subject.name }, 'alert raised');
    this.#tell(id);
  }

  async #end(ruleId: string, subjectId: string): Promise<void> {
    const { em, config } = this.#services;
    const id = await transaction(em(), async (tx) => {
      const ended = await endAlert(tx, ruleId, subjectId);
      const [alert] = ended ? await loadAlerts(tx, [ended]) : [];
      if (alert) await mailAlert(tx, config, alert);
      return ended;
    });
    this.#tell(id);
  }

  #tell(id: string | null): void {
    if (id) this.#services.events.publish('alert', { id });
  }

  #hasAlert(subjectId: string): boolean {
    return this.#rules.some(({ id }) => this.#states.get(`${id}:${subjectId}`)?.active);
  }

  /** Reads the rules and the alerts that last: others may have changed both. */
  #refresh(): Promise<void> {
    const now = performance.now();
    if (this.#refreshing || now - this.#refreshedAt < REFRESH_MS)
      return this.#refreshing ?? Promise.resolve();
    // What changes from here on is read the next time.
    this.#refreshedAt = now;
    this.#refreshing = this.#read()
      .catch((error: unknown) => {
        this.#refreshedAt = Number.NEGATIVE_INFINITY;
        throw error;
      })
      .finally(() => {
        this.#refreshing = null;
      });
    return this.#refreshing;
  }

  async #read(): Promise<void> {
    const em = this.#services.em();
    const [rules, active] = await Promise.all([loadRules(em), activeAlerts(em)]);
    this.#rules = rules;
    const measured = active.filter(({ isMeasured }) => isMeasured);
    // No figure comes that would end them.
    for (const alert of active)
      if (!alert.isMeasured) await this.#end(alert.ruleId, alert.subjectId);
    const lasting = new Set(measured.map(({ ruleId, subjectId }) => `${ruleId}:${subjectId}`));
    for (const key of lasting) this.#states.set(key, { since: null, active: true });
    for (const [key, state] of this.#states)
      if (state.active && !lasting.has(key)) this.#states.delete(key);
  }
}

/** Figures as a sentence about a machine begins with them. */
const FIGURE_WORDS: Readonly<Record<string, string>> = {
  cpu: 'CPU use',
  cpuIowait: 'CPU time waiting for disks',
  ram: 'Memory',
  guestRam: 'Memory used inside',
  ramPercent: 'Memory used',
  load1: 'Load',
  load15: 'Load in 15 minutes',
  diskRead: 'Disk read',
  diskWrite: 'Disk write',
  diskReadOps: 'Disk reads',
  diskWriteOps: 'Disk writes',
  netRx: 'Network received',
  netTx: 'Network sent',
  usedPercent: 'Space used',
};

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

function quantity(unit: string, value: number): string {
  const round = (number: number) => String(Math.round(number * 10) / 10);
  if (unit === 'percent') return `${round(value)} %`;
  if (!unit.startsWith('bytes')) return `${round(value)} ${unit}`.trim();
  const power = value < 1 ? 0 : Math.min(BINARY.length - 1, Math.floor(Math.log2(value) / 10));
  return `${round(value / 1024 ** power)} ${BINARY[power]}${unit.slice('bytes'.length)}`;
}

/** An alert in a sentence. */
function alertMessage(rule: AlertRule, value: number): string {
  if (rule.figure === 'up') return 'It has not been reached.';
  if (rule.figure === 'degradedLinks')
    return `${value} of its links to other hosts ${value === 1 ? 'is' : 'are'} much worse than usual.`;
  const unit = ALERT_FIGURES[rule.subjectKind][rule.figure] ?? '';
  const side = rule.comparison === 'ABOVE' ? 'above' : 'below';
  return `${FIGURE_WORDS[rule.figure] ?? rule.figure} is ${quantity(unit, value)}, ${side} ${quantity(unit, rule.threshold)}.`;
}
