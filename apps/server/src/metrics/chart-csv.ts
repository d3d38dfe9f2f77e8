import type { ChartRows } from './series.ts';

/** A field as RFC 4180 has it; what a spreadsheet would take for a formula is quoted, too. */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A chart as a table: a row for each time, a column for each line; what is not known is empty. */
export function chartCsv(chart: ChartRows & { readonly unit: string }): string {
  const head = ['time', ...chart.sources.map(({ name }) => `${name} (${chart.unit})`)];
  const lines = chart.timestamps.map((time, row) =>
    [time.toISOString(), ...chart.sources.map(({ values }) => values[row] ?? '')].join(','),
  );
  return `${[head.map(field).join(','), ...lines].join('\r\n')}\r\n`;
}
