const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Three digits that count, no more. */
function digits(value: number): string {
  if (value === 0) return '0';
  if (value >= 100) return String(Math.round(value));
  return value >= 10
    ? value.toFixed(1).replace(/\.0$/, '')
    : value.toFixed(2).replace(/\.?0+$/, '');
}

function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(binary.length - 1, Math.floor(Math.log2(value) / 10));
  return `${digits(value / 1024 ** power)} ${binary[power]}`;
}

/** A figure in the unit of its chart, e.g. `12.5 %`, `1.2 MiB/s`; a dash where nothing is known. */
export function formatMetric(unit: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  switch (unit) {
    case 'percent':
      return `${digits(value)} %`;
    case 'bytes':
      return bytes(value);
    case 'bytes/s':
      return `${bytes(value)}/s`;
    case 'operations/s':
      return `${digits(value)}/s`;
    default:
      return digits(value);
  }
}

/** Steps between the marks of an axis: powers of two for bytes, so that labels are round. */
export function axisSteps(unit: string): number[] {
  if (unit.startsWith('bytes')) return Array.from({ length: 52 }, (_, i) => 2 ** i);
  const steps: number[] = [];
  for (let power = -2; power < 9; power++)
    for (const digit of [1, 2, 5]) steps.push(digit * 10 ** power);
  return steps;
}

/** The top of an axis that begins at zero; never so low that noise looks like work. */
export function axisTop(unit: string, highest: number): number {
  if (unit === 'percent') return Math.min(100, Math.max(5, highest * 1.1));
  const least = unit.startsWith('bytes') ? 1024 : 1;
  return Math.max(least, highest * 1.1);
}
