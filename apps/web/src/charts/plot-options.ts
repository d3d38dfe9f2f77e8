import type uPlot from 'uplot';
import type { ChartData } from './chart-data.ts';
import { type ChartRange, periodSeconds } from './chart-range.ts';
import { axisSteps, axisTop, formatMetric } from './metric-units.ts';

/** Something that happened, on the time line. */
export interface PlotMark {
  readonly id: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly text: string;
  readonly tone: 'event' | 'alert';
}

/** What a plot is made of. */
export interface PlotWish {
  readonly data: ChartData;
  readonly width: number;
  readonly height: number;
  /** Of the element around it: where its colours are. */
  readonly style: CSSStyleDeclaration;
  readonly marks: () => readonly PlotMark[];
  readonly onRow: (row: number | null) => void;
  readonly onDrag: (from: number, to: number) => void;
  readonly onReset: () => void;
}

/** All charts of a page have one crosshair. */
const crosshair = 'baadal';
const lineCount = 6;
/** Narrower than that is a click. */
const dragPixels = 4;

/** The name of a line's colour; there are six, which are told apart by those who see few colours, too. */
export const lineColour = (index: number): string => `--bd-line-${(index % lineCount) + 1}`;

/** Rows as the library takes them. */
export const plotData = ({ times, lines }: ChartData): uPlot.AlignedData =>
  [times, ...lines.map(({ values }) => values)] as uPlot.AlignedData;

/** The shown times. */
export function xRange(range: ChartRange, now: number): { min: number; max: number } {
  if (range.free) return { min: range.free.from, max: range.free.to };
  return { min: now - periodSeconds[range.period], max: now };
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const seconds = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const daySeconds = 86_400;

/** The words below an axis of time: days where they begin, the time of day else. */
export function timeLabel(at: number, step: number): string {
  const date = new Date(at * 1000);
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
  if (step >= daySeconds || isMidnight) return day.format(date);
  return (step < 60 ? seconds : clock).format(date);
}

function axes({ data, style }: PlotWish): uPlot.Axis[] {
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const look = {
    stroke: colour('--pf-t--global--text--color--subtle'),
    grid: { stroke: colour('--pf-t--global--border--color--default'), width: 1 },
    ticks: { show: false },
    font: `11px ${style.fontFamily}`,
  };
  return [
    {
      ...look,
      grid: { show: false },
      size: 26,
      values: (_plot, splits, _axis, _space, step) => splits.map((at) => timeLabel(at, step)),
    },
    {
      ...look,
      size: 74,
      incrs: axisSteps(data.unit),
      values: (_plot, splits) => splits.map((value) => formatMetric(data.unit, value)),
    },
  ];
}

function series({ data, style }: PlotWish): uPlot.Series[] {
  return [
    {},
    ...data.lines.map((line, i): uPlot.Series => {
      const stroke = style.getPropertyValue(lineColour(i)).trim();
      const filled = data.lines.length === 1;
      return {
        label: line.label,
        stroke,
        width: 1.5,
        spanGaps: false,
        ...(filled && { fill: `${stroke}22` }),
        points: { size: 4, fill: stroke },
      };
    }),
  ];
}

/** Thin lines where something happened, with a small flag at the top. */
function drawMarks(plot: uPlot, { marks, style }: PlotWish): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.lineWidth = ratio;
  for (const { at, tone } of marks()) {
    const { min = 0, max = 0 } = plot.scales['x'] ?? {};
    if (at < (min ?? 0) || at > (max ?? 0)) continue;
    const x = Math.round(plot.valToPos(at, 'x', true));
    const name = tone === 'alert' ? '--bd-failed' : '--bd-neutral';
    ctx.strokeStyle = style.getPropertyValue(name).trim();
    ctx.fillStyle = ctx.strokeStyle;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x + 6 * ratio, bbox.top + 3 * ratio);
    ctx.lineTo(x, bbox.top + 6 * ratio);
    ctx.fill();
  }
  ctx.restore();
}

/** A drag chooses a range instead of a zoom of one canvas: all charts follow. */
function dragged(plot: uPlot, { onDrag }: PlotWish): void {
  const { left, width } = plot.select;
  if (width < dragPixels) return;
  const from = plot.posToVal(left, 'x');
  const to = plot.posToVal(left + width, 'x');
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onDrag(from, to);
}

/** A double click shows the whole period again. */
function reset({ onReset }: PlotWish): null {
  onReset();
  return null;
}

/** The library's options for a chart. */
export function plotOptions(library: typeof uPlot, wish: PlotWish): uPlot.Options {
  const { data, width, height } = wish;
  return {
    width,
    height,
    // Half a label of time fits beside the last moment.
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: library.sync(crosshair).key },
      drag: { x: true, y: false, setScale: false },
      focus: { prox: 24 },
      bind: { dblclick: () => () => reset(wish) },
    },
    scales: {
      x: { time: true },
      y: { range: (_plot, _min, max) => [0, axisTop(data.unit, max ?? 0)] },
    },
    axes: axes(wish),
    series: series(wish),
    hooks: {
      draw: [(plot) => drawMarks(plot, wish)],
      setSelect: [(plot) => dragged(plot, wish)],
      setCursor: [(plot) => wish.onRow(plot.cursor.idx ?? null)],
    },
  };
}
