import { useQuery } from '@apollo/client/react';
import { Button, SearchInput } from '@patternfly/react-core';
import ListIcon from '@patternfly/react-icons/dist/esm/icons/list-icon';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import {
  type LogFilter,
  type LogLevel,
  LogListDocument,
  type LogListQuery,
} from '../../api/generated/graphql.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { formatExact } from '../../components/moments.ts';
import { PickOne } from '../../components/PickList.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { HealthFrame } from './HealthFrame.tsx';
import './LogsPage.css';

type Row = LogListQuery['logs'][number];

const levels: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR'];
const pageSize = 200;

/** The server's logs, newest first, narrowed by level, text, and the object they belong to. */
export function Component() {
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('text') ?? '');
  const search = useDebounced(text.trim(), 300);
  const level = levels.find((each) => each === params.get('level'));
  const objects: LogFilter = {};
  for (const name of ['taskId', 'vmId', 'hostId'] as const) {
    const id = params.get(name);
    if (id) objects[name] = id;
  }
  const filter: LogFilter = {
    ...objects,
    ...(level && { level }),
    ...(search && { text: search }),
  };
  const { data, previousData, error, refetch, fetchMore } = useQuery(LogListDocument, {
    variables: { filter, first: pageSize },
    fetchPolicy: 'network-only',
  });
  const rows = (data ?? previousData)?.logs;
  const last = rows?.at(-1);
  const setParam = (name: string, value: string) =>
    setParams(
      (old) => {
        if (value) old.set(name, value);
        else old.delete(name);
        return old;
      },
      { replace: true },
    );
  return (
    <HealthFrame>
      <search className="bd-toolbar">
        <SearchInput
          className="bd-search"
          aria-label={t('logs.search')}
          placeholder={t('logs.search')}
          value={text}
          onChange={(_event, value) => setText(value)}
          onClear={() => setText('')}
        />
        <PickOne
          label={t('logs.level')}
          value={level ?? ''}
          choices={[
            { value: '', label: t('logs.anyLevel') },
            ...levels.map((value) => ({ value, label: t(`level.${value}`) })),
          ]}
          onPick={(value) => setParam('level', value)}
        />
        {Object.entries(objects).map(([name, id]) => (
          <Button key={name} variant="tertiary" onClick={() => setParam(name, '')}>
            {t('logs.only', { name, id: String(id) })}
          </Button>
        ))}
        <span className="bd-toolbar-space" />
        <Button variant="secondary" onClick={() => void refetch().catch(() => undefined)}>
          {t('logs.newest')}
        </Button>
      </search>
      <DataTable
        label={t('logs.title')}
        columns={columns}
        rows={rows}
        rowKey={logKey}
        rowName={(row) => row.message}
        error={error}
        errorTitle={t('logs.error')}
        onRetry={() => void refetch().catch(() => undefined)}
        empty={
          <EmptyFrame icon={<ListIcon />} title={t('logs.empty')} text={t('logs.empty.text')} />
        }
      />
      {rows && last && rows.length >= pageSize && (
        <Button
          variant="link"
          onClick={() =>
            void fetchMore({
              variables: { filter: { ...filter, before: last.at } },
              updateQuery: (old, { fetchMoreResult }) => ({
                logs: [...old.logs, ...fetchMoreResult.logs],
              }),
            })
          }
        >
          {t('logs.older')}
        </Button>
      )}
    </HealthFrame>
  );
}

/** Only what calls for somebody has a badge. */
function Level({ level }: { level: LogLevel }) {
  const word = t(`level.${level}`);
  if (level === 'WARN') return <StateBadge kind="attention" word={word} />;
  if (level === 'ERROR') return <StateBadge kind="failed" word={word} />;
  return <span className="bd-subtle">{word}</span>;
}

const logKey = (row: Row): string => `${row.at} ${row.message} ${row.fields}`;

const columns: readonly Column<Row>[] = [
  {
    key: 'at',
    label: t('logs.at'),
    cell: (row) => (
      <time className="bd-mono bd-nowrap" dateTime={row.at} title={formatExact(row.at)}>
        {row.at.replace('T', ' ').replace('Z', '')}
      </time>
    ),
  },
  {
    key: 'level',
    label: t('logs.level'),
    cell: (row) => <Level level={row.level} />,
  },
  {
    key: 'message',
    label: t('logs.message'),
    cell: (row) => (
      <details className="bd-log-row">
        <summary>{row.message}</summary>
        <pre className="bd-mono">{pretty(row.fields)}</pre>
      </details>
    ),
  },
  {
    key: 'of',
    label: t('logs.of'),
    cell: (row) => (
      <span className="bd-toolbar-inline">
        {row.taskId && (
          <Link className="bd-link" to={paths.task(row.taskId)}>
            {t('logs.task')}
          </Link>
        )}
        {row.vmId && (
          <Link className="bd-link" to={paths.vm(row.vmId)}>
            {t('logs.vm')}
          </Link>
        )}
        {row.hostId && (
          <Link className="bd-link" to={paths.host(row.hostId)}>
            {t('logs.host')}
          </Link>
        )}
        {row.requestId && <span className="bd-mono bd-subtle">{row.requestId}</span>}
      </span>
    ),
  },
];

function pretty(fields: string): string {
  try {
    return JSON.stringify(JSON.parse(fields), null, 2);
  } catch {
    // Not JSON after all: shown as it is.
    return fields;
  }
}
