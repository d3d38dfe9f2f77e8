import type { HostDetailFieldsFragment } from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { useHostPage } from './HostPage.tsx';

type HostEvent = HostDetailFieldsFragment['events'][number];

/** What happened to a host, newest first. */
export function Component() {
  const { events } = useHostPage();
  return (
    <Section title={t('host.events')}>
      <DataTable
        label={t('host.events')}
        columns={columns}
        rows={events}
        rowKey={(event) => event.id}
        rowName={(event) => event.attribute}
        errorTitle={t('host.error')}
        onRetry={() => undefined}
        empty={<p className="bd-subtle">{t('host.events.none')}</p>}
      />
    </Section>
  );
}

const columns: readonly Column<HostEvent>[] = [
  {
    key: 'when',
    label: t('host.event.when'),
    cell: (event) => <RelativeTime at={event.at} />,
  },
  { key: 'what', label: t('host.event.what'), cell: (event) => event.attribute },
  {
    key: 'change',
    label: t('host.event.change'),
    cell: ({ from, to }) => [from, to].filter((text) => text !== null).join(' → '),
  },
  {
    key: 'why',
    label: t('host.event.why'),
    width: 'l',
    cell: (event) => event.reason ?? <Absent />,
  },
  {
    key: 'who',
    label: t('host.event.who'),
    cell: (event) =>
      event.actor?.username ?? <span className="bd-subtle">{t('host.event.itself')}</span>,
  },
];
