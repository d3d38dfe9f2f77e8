import { Button, Checkbox } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { type MouseEvent, type ReactNode, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { t } from '../messages/message.ts';
import { CardList } from './CardList.tsx';
import { FaultView } from './FaultView.tsx';
import { useIsPhone } from './media.ts';
import './DataTable.css';

/** A column: its header, its cell, and its sort field where the server can sort by it. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly numeric?: boolean;
  readonly sort?: string;
  /** Least width, for columns whose content is usually wide. */
  readonly width?: 'm' | 'l' | 'xl';
  readonly cell: (row: Row) => ReactNode;
}

/** The present order and how it is changed. */
export interface Sorting {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
  readonly onSort: (field: string, direction: 'ASC' | 'DESC') => void;
}

/** Ticked rows, by key. */
export interface Selection {
  readonly keys: ReadonlySet<string>;
  readonly onToggle: (key: string, on: boolean) => void;
  readonly onAll: (on: boolean) => void;
}

/** What a table needs; it does not compile without saying what an empty one shows. */
export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  readonly empty: ReactNode;
  readonly error?: unknown;
  readonly errorTitle: string;
  readonly onRetry: () => void;
  readonly href?: (row: Row) => string;
  readonly rowActions?: (row: Row) => ReactNode;
  readonly card?: (row: Row) => ReactNode;
  readonly sorting?: Sorting;
  readonly selection?: Selection;
  readonly skeletonRows?: number;
  /** How many rows are shown before more are asked for, where no pages come from the server. */
  readonly most?: number;
}

const interactive = 'a, button, input, label, [role="menu"], [role="menuitem"]';

/** A dense, live table with its four states; on a phone its rows are cards. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const isPhone = useIsPhone();
  const [times, setTimes] = useState(1);
  const { rows, error, empty, most = Number.POSITIVE_INFINITY } = props;
  if (!rows && error) {
    return <FaultView error={error} what={props.errorTitle} onRetry={props.onRetry} />;
  }
  if (rows?.length === 0) return empty;
  const shown = most * times;
  const hidden = (rows?.length ?? 0) - shown;
  const part = rows && hidden > 0 ? { ...props, rows: rows.slice(0, shown) } : props;
  return (
    <>
      {isPhone ? <CardList {...part} /> : <WideTable {...part} />}
      {hidden > 0 && (
        <Button variant="link" onClick={() => setTimes(times + 1)}>
          {t('table.more', { count: Math.min(hidden, most), hidden })}
        </Button>
      )}
    </>
  );
}

function WideTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, selection } = props;
  return (
    <div className="bd-table-scroll">
      <Table
        aria-label={props.label}
        aria-busy={!rows}
        variant="compact"
        className="bd-table"
        gridBreakPoint=""
      >
        <Head {...props} />
        <Tbody>
          {rows
            ? rows.map((row) => <BodyRow key={props.rowKey(row)} row={row} {...props} />)
            : skeletonKeys(props.skeletonRows ?? 18).map((key) => (
                <Tr key={key}>
                  {selection && <Td />}
                  {columns.map((column) => (
                    <Td key={column.key}>
                      <span className="bd-skeleton" />
                    </Td>
                  ))}
                  {props.rowActions && <Td />}
                </Tr>
              ))}
        </Tbody>
      </Table>
    </div>
  );
}

const skeletonKeys = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `skeleton-${index}`);

function Head<Row>({ columns, rows, selection, sorting, rowActions, rowKey }: DataTableProps<Row>) {
  const id = useId();
  const all = !!rows?.length && rows.every((row) => selection?.keys.has(rowKey(row)));
  return (
    <Thead>
      <Tr>
        {selection && (
          <Th className="bd-check">
            <Checkbox
              className="bd-tick"
              id={`${id}-all`}
              aria-label={t('table.selectAll')}
              isChecked={all}
              onChange={(_event, on) => selection.onAll(on)}
            />
          </Th>
        )}
        {columns.map((column, index) => (
          <Th
            key={column.key}
            modifier="nowrap"
            className={`${column.numeric ? 'bd-numeric' : ''} bd-column-${column.width ?? 's'}`}
            {...(column.sort && sorting ? { sort: sortProps(columns, index, sorting) } : {})}
          >
            {column.label}
          </Th>
        ))}
        {rowActions && <Th className="bd-row-actions" screenReaderText={t('table.actions')} />}
      </Tr>
    </Thead>
  );
}

function sortProps<Row>(columns: readonly Column<Row>[], columnIndex: number, sorting: Sorting) {
  const active = columns.findIndex((column) => column.sort === sorting.field);
  return {
    columnIndex,
    sortBy: {
      ...(active >= 0 && { index: active }),
      direction: sorting.direction === 'ASC' ? ('asc' as const) : ('desc' as const),
      defaultDirection: 'asc' as const,
    },
    onSort: (_event: unknown, index: number, direction: string) => {
      const field = columns[index]?.sort;
      if (field) sorting.onSort(field, direction === 'desc' ? 'DESC' : 'ASC');
    },
  };
}

function BodyRow<Row>({ row, ...props }: DataTableProps<Row> & { row: Row }) {
  const navigate = useNavigate();
  const id = useId();
  const key = props.rowKey(row);
  const to = props.href?.(row);
  const selected = props.selection?.keys.has(key) ?? false;
  const open = (event: MouseEvent<HTMLTableRowElement>) => {
    // A click on a control, or the end of marking text, does not open the row.
    if ((event.target as Element).closest(interactive) || getSelection()?.toString()) return;
    if (to) void navigate(to);
  };
  return (
    <Tr
      className={`bd-row${to ? ' bd-row-open' : ''}${selected ? ' bd-row-selected' : ''}`}
      {...(to && { onClick: open })}
    >
      {props.selection && (
        <Td className="bd-check">
          <Checkbox
            className="bd-tick"
            id={id}
            aria-label={t('table.select', { name: props.rowName(row) })}
            isChecked={selected}
            onChange={(_event, on) => props.selection?.onToggle(key, on)}
          />
        </Td>
      )}
      {props.columns.map((column) => (
        <Td
          key={column.key}
          dataLabel={column.label}
          className={column.numeric ? 'bd-numeric' : ''}
        >
          {column.cell(row)}
        </Td>
      ))}
      {props.rowActions && <Td className="bd-row-actions">{props.rowActions(row)}</Td>}
    </Tr>
  );
}
