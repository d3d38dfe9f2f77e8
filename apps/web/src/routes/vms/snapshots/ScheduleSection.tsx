import { useState } from 'react';
import type {
  ScheduleRowFragment,
  VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { Absent } from '../../../components/Amount.tsx';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { formatExact } from '../../../components/moments.ts';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { RelativeTime } from '../../../components/RelativeTime.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { ScheduleDialog } from './ScheduleDialog.tsx';
import { type ScheduledKind, scheduledKinds } from './schedule-draft.ts';

interface ScheduleSectionProps {
  readonly vm: VmDetailFieldsFragment;
  readonly schedules: readonly ScheduleRowFragment[];
}

/** When snapshots are taken by themselves, and what became of the last ones. */
export function ScheduleSection({ vm, schedules }: ScheduleSectionProps) {
  const [editing, setEditing] = useState(false);
  const state = vm.actions.find(({ action }) => action === 'SET_SNAPSHOT_SCHEDULE');
  const reason = state?.allowed ? undefined : (state?.reason ?? t('vm.action.forbidden'));
  return (
    <Section
      title={t('schedule.title')}
      action={
        <ReasonedButton variant="link" reason={reason} onClick={() => setEditing(true)}>
          {t('schedule.edit')}
        </ReasonedButton>
      }
    >
      <DataTable
        label={t('schedule.title')}
        columns={columns}
        rows={schedules}
        rowKey={(row) => row.type}
        rowName={(row) => t(`snapshots.kind.${row.type}`)}
        errorTitle={t('snapshots.error')}
        onRetry={() => undefined}
        empty={<p className="bd-subtle">{t('schedule.none')}</p>}
      />
      {editing && (
        <ScheduleDialog vm={vm} schedules={schedules} onClose={() => setEditing(false)} />
      )}
    </Section>
  );
}

const isScheduled = (type: string): type is ScheduledKind =>
  scheduledKinds.some((kind) => kind === type);

/** Each VM has a minute of its own in the hour, so that not all are snapshotted at once. */
function whenOf({ type, hour }: ScheduleRowFragment): string {
  const days = isScheduled(type) ? t(`schedule.days.${type}`) : '';
  const clock = (h: number) => `${String(h).padStart(2, '0')}:00`;
  return t('schedule.at', { days, from: clock(hour), to: clock(hour + 1) });
}

function LastRun({ lastAt, lastSkipped }: ScheduleRowFragment) {
  if (!lastAt) return <Absent />;
  return (
    <span>
      <RelativeTime at={lastAt} />
      {lastSkipped && (
        <span className="bd-subtle"> · {t('schedule.skipped', { reason: lastSkipped })}</span>
      )}
    </span>
  );
}

const columns: readonly Column<ScheduleRowFragment>[] = [
  { key: 'kind', label: t('schedule.kind'), cell: (row) => t(`snapshots.kind.${row.type}`) },
  { key: 'when', label: t('schedule.when'), cell: whenOf },
  { key: 'keep', label: t('schedule.keep'), numeric: true, cell: (row) => row.keep },
  {
    key: 'keeps',
    label: t('snapshots.column.keeps'),
    cell: (row) => (row.memory ? t('snapshots.keeps.memory') : t('snapshots.keeps.disks')),
  },
  {
    key: 'next',
    label: t('schedule.next'),
    cell: (row) => <span className="bd-nowrap">{formatExact(row.nextAt)}</span>,
  },
  { key: 'last', label: t('schedule.last'), cell: (row) => <LastRun {...row} /> },
];
