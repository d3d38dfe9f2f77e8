import { useEffect, useRef } from 'react';
import type uPlot from 'uplot';
import { useIsDark } from '../theme/theme.ts';
import type { ChartFeed } from './chart-feed.ts';
import type { ChartRange } from './chart-range.ts';
import { loadPlot } from './plot-library.ts';
import { type PlotMark, type PlotWish, plotData, plotOptions, xRange } from './plot-options.ts';
import './charts.css';

interface PlotProps {
  readonly feed: ChartFeed;
  /** Which of the feed's charts. */
  readonly index: number;
  readonly range: ChartRange;
  readonly marks: readonly PlotMark[];
  /** What the picture shows, in words. */
  readonly label: string;
  /** Called with the row under the crosshair. */
  readonly onRow: (row: number | null) => void;
  /** Called with a range that was dragged, in seconds since 1970. */
  readonly onDrag: (from: number, to: number) => void;
  readonly onReset: () => void;
}

const height = 190;

/** One canvas. It owns its plot: data that comes is drawn without React. */
export function Plot(props: PlotProps) {
  const { feed, index, range, marks, label } = props;
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const isDark = useIsDark();
  useEffect(() => {
    latest.current = props;
  });
  const chart = feed.charts[index];
  const shape = JSON.stringify([chart?.kind, chart?.lines.map((line) => line.key), range, isDark]);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let ended = false;
    const clean: (() => void)[] = [];
    void loadPlot().then((Library) => {
      const data = feed.charts[index];
      if (ended || !data) return;
      const wish: PlotWish = {
        data,
        width: element.clientWidth,
        height,
        style: getComputedStyle(element),
        marks: () => latest.current.marks,
        onRow: (row) => latest.current.onRow(row),
        onDrag: (from, to) => latest.current.onDrag(from, to),
        onReset: () => latest.current.onReset(),
      };
      const made = new Library(plotOptions(Library, wish), plotData(data), element);
      plot.current = made;
      made.setScale('x', xRange(range, Date.now() / 1000));
      const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
      resize.observe(element);
      const unsubscribe = feed.subscribe(() => {
        const now = feed.charts[index];
        if (!now || now.lines.length !== data.lines.length) return;
        made.batch(() => {
          made.setData(plotData(now), false);
          made.setScale('x', xRange(range, Date.now() / 1000));
        });
      });
      clean.push(
        unsubscribe,
        () => resize.disconnect(),
        () => made.destroy(),
      );
    });
    return () => {
      ended = true;
      plot.current = null;
      for (const act of clean) act();
    };
  }, [feed, index, shape]);
  useEffect(() => {
    plot.current?.redraw();
  }, [marks]);
  return <div ref={box} className="bd-plot" role="img" aria-label={label} />;
}
