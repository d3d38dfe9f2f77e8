import { useEffect, useRef } from 'react';
import type uPlot from 'uplot';
import { loadPlot } from '../../../charts/plot-library.ts';
import { useIsDark } from '../../../theme/theme.ts';
import { aligned, type LinkLine } from './link-lines.ts';

interface LinkPlotProps {
  readonly title: string;
  readonly lines: readonly LinkLine[];
  /** Ms since 1970. */
  readonly range: { readonly from: number; readonly to: number };
}

const height = 170;
const colours = ['--pf-t--global--color--brand--default', '--bd-attention'] as const;

/** One figure of a link; the two directions have lines of their own. */
export function LinkPlot({ title, lines, range }: LinkPlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let made: uPlot | undefined;
    let ended = false;
    const resize = new ResizeObserver(() => made?.setSize({ width: element.clientWidth, height }));
    void loadPlot().then((Library) => {
      if (ended) return;
      const style = getComputedStyle(element);
      made = new Library(options(element, style, lines, range), data(lines), element);
      resize.observe(element);
    });
    return () => {
      ended = true;
      resize.disconnect();
      made?.destroy();
    };
    // The theme's colours are read when the plot is made.
  }, [lines, range, isDark]);
  return (
    <figure className="bd-link-figure">
      <figcaption>
        {title}
        <span className="bd-link-legend">
          {lines.map((line, i) => (
            <span key={line.label} className={`bd-link-way bd-link-way-${i + 1}`}>
              {line.label}
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={box} className="bd-link-plot" role="img" aria-label={title} />
    </figure>
  );
}

const data = (lines: readonly LinkLine[]): uPlot.AlignedData =>
  aligned(lines) as unknown as uPlot.AlignedData;

function options(
  element: HTMLElement,
  style: CSSStyleDeclaration,
  lines: readonly LinkLine[],
  range: LinkPlotProps['range'],
): uPlot.Options {
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const look = {
    stroke: colour('--pf-t--global--text--color--subtle'),
    grid: { stroke: colour('--pf-t--global--border--color--default'), width: 1 },
    ticks: { show: false },
    font: `11px ${style.fontFamily}`,
  };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { range: () => [range.from / 1000, range.to / 1000] },
      y: { range: (_plot, _min, max) => [0, (max || 1) * 1.1] },
    },
    axes: [
      { ...look, grid: { show: false }, size: 26 },
      { ...look, size: 60 },
    ],
    series: [
      {},
      ...lines.map((line, i): uPlot.Series => {
        const stroke = colour(colours[i % colours.length] ?? colours[0]);
        // Each direction is measured in its own turn: what lies between is no gap.
        return {
          label: line.label,
          stroke,
          width: 1.5,
          spanGaps: true,
          points: { size: 4, fill: stroke },
        };
      }),
    ],
  };
}
