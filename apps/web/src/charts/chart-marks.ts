import type { AlertFieldsFragment } from '../api/generated/graphql.ts';
import { t } from '../messages/message.ts';
import { attributeWord } from '../routes/vms/vm-event-words.ts';
import type { PlotMark } from './plot-options.ts';

/** What happened to a VM or host. */
export interface MarkedEvent {
  readonly id: string;
  readonly at: string;
  readonly attribute: string;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/** Changes that explain nothing in a chart. */
const silent = new Set([
  ...['name', 'purpose', 'expiresAt', 'owner', 'collaborators', 'locked', 'bootOrder'],
  ...['snapshot schedule', 'power method', 'savedAsTemplate', 'rack', 'description', 'migration'],
]);

const seconds = (iso: string): number => Date.parse(iso) / 1000;

/** Starts, restarts, snapshots, resizes, migrations: what a chart is explained by. */
function eventMarks(events: readonly MarkedEvent[]): PlotMark[] {
  return events
    .filter(({ attribute }) => !silent.has(attribute))
    .map(({ id, at, attribute, from, to }) => ({
      id,
      at: seconds(at),
      text: t('charts.mark', {
        attribute: attributeWord(attribute),
        change: [from, to].filter(Boolean).join(' → '),
      }),
      tone: 'event',
    }));
}

/** Where an alert was raised, and where it was over. */
function alertMarks(alerts: readonly AlertFieldsFragment[]): PlotMark[] {
  return alerts.flatMap(({ id, ruleName: rule, message, raisedAt, endedAt }): PlotMark[] => {
    const text = t('charts.alertMark', { rule, message });
    const raised: PlotMark = { id, at: seconds(raisedAt), text, tone: 'alert' };
    if (!endedAt) return [raised];
    const over = { at: seconds(endedAt), text: t('charts.alertOver', { rule }) };
    return [raised, { id: `${id} over`, ...over, tone: 'event' }];
  });
}

/** All of them, newest first. */
export function marksOf(
  events: readonly MarkedEvent[],
  alerts: readonly AlertFieldsFragment[],
): PlotMark[] {
  return [...eventMarks(events), ...alertMarks(alerts)].toSorted((a, b) => b.at - a.at);
}
