import { useQuery } from '@apollo/client/react';
import ListIcon from '@patternfly/react-icons/dist/esm/icons/list-icon';
import { Link } from 'react-router';
import { AuditListDocument, type AuditListQuery } from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { Pager } from '../../components/Pager.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useCursorPages } from '../../components/use-cursor-pages.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { HealthFrame } from './HealthFrame.tsx';

type Row = AuditListQuery['auditEntries']['nodes'][number];
const pageSize = 50;

/** Who did what, when, from where. */
export function Component() {
  const pages = useCursorPages(pageSize);
  const { data, previousData, error, refetch } = useQuery(AuditListDocument, {
    variables: { first: pageSize, ...(pages.after !== undefined && { after: pages.after }) },
  });
  const list = (data ?? previousData)?.auditEntries;
  const end = list?.pageInfo.endCursor;
  return (
    <HealthFrame>
      <div className="bd-toolbar">
        <span className="bd-toolbar-space" />
        <Pager
          from={pages.from}
          shown={list?.nodes.length ?? 0}
          total={list?.totalCount}
          onPrevious={pages.previous}
          onNext={list?.pageInfo.hasNextPage && end ? () => pages.next(end) : undefined}
        />
      </div>
      <DataTable
        label={t('audit.title')}
        columns={columns}
        rows={list?.nodes}
        rowKey={(entry) => entry.id}
        rowName={(entry) => entry.action}
        error={error}
        errorTitle={t('audit.error')}
        onRetry={() => void refetch().catch(() => undefined)}
        empty={
          <EmptyFrame icon={<ListIcon />} title={t('audit.empty')} text={t('audit.empty.text')} />
        }
      />
    </HealthFrame>
  );
}

const columns: readonly Column<Row>[] = [
  { key: 'action', label: t('audit.action'), cell: (entry) => entry.action },
  { key: 'subject', label: t('audit.subject'), cell: (entry) => <Subject entry={entry} /> },
  { key: 'who', label: t('event.who'), cell: (entry) => entry.actor?.username ?? <Absent /> },
  {
    key: 'from',
    label: t('audit.from'),
    cell: (entry) =>
      entry.address ? <span className="bd-mono">{entry.address}</span> : <Absent />,
  },
  {
    key: 'detail',
    label: t('audit.detail'),
    cell: (entry) => (entry.detail ? <span className="bd-mono">{entry.detail}</span> : <Absent />),
  },
  { key: 'at', label: t('event.at'), cell: (entry) => <RelativeTime at={entry.at} /> },
];

/** Pages of objects, by the prefix of their ids; one that is gone says so itself. */
const pageOf: Readonly<Record<string, (id: string) => string>> = {
  vm: paths.vm,
  host: paths.host,
  task: paths.task,
};

function Subject({ entry: { subject, subjectName } }: { entry: Row }) {
  if (!subject) return subjectName ?? <Absent />;
  const path = pageOf[subject.slice(0, subject.indexOf('_'))];
  const name = subjectName ?? <span className="bd-mono">{subject}</span>;
  return path ? (
    <Link className="bd-link" to={path(subject)}>
      {name}
    </Link>
  ) : (
    <span title={subject}>{name}</span>
  );
}
