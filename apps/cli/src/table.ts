import { stripVTControlCharacters, styleText } from 'node:util';

/** One column: its head and what it shows of a row. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string | number | null | undefined;
  readonly align?: 'right';
  /** Colours the padded cell; only where the terminal shows colours. */
  readonly style?: (text: string, row: Row) => string;
}

/**
 * Text from the server as it may stand in a terminal: no control characters, hence no escape
 * sequences that somebody put into a VM's name or purpose.
 */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/\p{Cc}+/gu, ' ');
}

/** Rows under heads, columns two spaces apart, no trailing space; an absent value is `-`. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const texts = rows.map((row) => columns.map(({ cell }) => plain(String(cell(row) ?? '-'))));
  const widths = columns.map(({ head }, index) =>
    Math.max(head.length, ...texts.map((cells) => cells[index]?.length ?? 0)),
  );
  const pad = (text: string, index: number) =>
    columns[index]?.align === 'right'
      ? text.padStart(widths[index] ?? 0)
      : text.padEnd(widths[index] ?? 0);
  const lines = rows.map((row, rowIndex) =>
    columns
      .map(({ style }, index) => {
        const text = pad(texts[rowIndex]?.[index] ?? '', index);
        return style ? style(text, row) : text;
      })
      .join('  ')
      .trimEnd(),
  );
  return [
    columns
      .map(({ head }, index) => pad(head, index))
      .join('  ')
      .trimEnd(),
    ...lines,
  ].join('\n');
}

/** Names and values of one object, the values under each other; absent ones are left out. */
export function formatFields(
  fields: ReadonlyArray<readonly [string, string | number | null | undefined]>,
): string {
  const shown = fields.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${plain(String(value))}`).join('\n');
}

const COLOURS: Readonly<Record<string, 'green' | 'red' | 'yellow' | 'cyan' | 'gray'>> = {
  RUNNING: 'green',
  SUCCEEDED: 'green',
  UP: 'green',
  DONE: 'green',
  CRASHED: 'red',
  FAILED: 'red',
  PARTIAL: 'red',
  DOWN: 'red',
  ERROR: 'red',
  UNREACHABLE: 'red',
  SUSPENDED: 'yellow',
  UNKNOWN: 'yellow',
  MAINTENANCE: 'yellow',
  RETRYING: 'yellow',
  UNDONE: 'yellow',
  WARN: 'yellow',
  PENDING: 'cyan',
  IN_QUEUE: 'cyan',
  SHUTDOWN: 'gray',
  CANCELLED: 'gray',
};

/** A status word in its colour, when the terminal shows colours. */
export function colourStatus(text: string, colours: boolean): string {
  const colour = COLOURS[text.trim()];
  return colours && colour ? styleText(colour, text, { validateStream: false }) : text;
}
