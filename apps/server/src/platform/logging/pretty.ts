import type { LogEntry } from './read-logs.ts';

/** One entry for a person's terminal: `20:11:02.123 WARN  message  vmId=7 err="…"`. */
export function prettyLine(entry: Omit<LogEntry, 'cursor'>): string {
  const { err, ...rest } = entry.fields;
  const fields = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${err.stack}` : '';
  const head = `${entry.at.slice(11, 23)} ${entry.level.toUpperCase().padEnd(5)} ${entry.message}`;
  return `${[head, ...fields].join('  ')}${stack}\n`;
}
