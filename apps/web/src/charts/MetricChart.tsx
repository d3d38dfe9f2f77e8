import { Button } from '@patternfly/react-core';
import { useId, useState, useSyncExternalStore } from 'react';
import type { MetricKind } from '../api/generated/graphql.ts';
import { formatExact } from '../components/moments.ts';
import { type PlainKey, t } from '../messages/message.ts';
import { type ChartData, condensedRows, isEmpty, type Line, summarise } from './chart-data.ts';
import type { ChartFeed } from './chart-feed.ts';
import type { ChartRange } from './chart-range.ts';
import { formatMetric } from './metric-units.ts';
import { Plot } from './Plot.tsx';
import { lineColour, type PlotMark } from './plot-options.ts';

const titles: Readonly<Record<MetricKind, PlainKey>> = {
  CPU: 'charts.cpu',
  RAM: 'charts.ram',
  DISK: 'charts.disk',
  NETWORK: 'charts.network',
  DISK_OPERATIONS: 'charts.operations',
  LOAD: 'charts.load',
  DATASTORE: 'charts.datastore',
};

const sourceWords: Readonly<Record<string, PlainKey>> = {
  cpu: 'charts.source.cpu',
  process: 'charts.source.process',
  guest: 'charts.source.guest',
  used: 'charts.source.used',
  size: 'charts.source.size',
  read: 'charts.source.read',
  write: 'charts.source.write',
  rx: 'charts.source.rx',
  tx: 'charts.source.tx',
  user: 'charts.source.user',
  nice: 'charts.source.nice',
  system: 'charts.source.system',
  iowait: 'charts.source.iowait',
  load1: 'charts.source.load1',
  load5: 'charts.source.load5',
  load15: 'charts.source.load15',
};

/** A line's name: of its source in words, or of its VM. */
const lineWord = (label: string): string => {
  const key = sourceWords[label];
  return key ? t(key) : label;
};

const shownRows = 60;

interface MetricChartProps {
  readonly feed: ChartFeed;
  readonly index: number;
  readonly range: ChartRange;
  readonly marks: readonly PlotMark[];
  /** Where the rows can be had as a file. */
  readonly csv?: (kind: MetricKind) => string;
  readonly onDrag: (from: number, to: number) => void;
  readonly onReset: () => void;
}

/** One chart with its legend; behind it the same as a table. */
export function MetricChart(props: MetricChartProps) {
  const { feed, index } = props;
  const id = useId();
  useSyncExternalStore(feed.subscribe, () => feed.version);
  const [row, setRow] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const chart = feed.charts[index];
  if (!chart) return null;
  const title = titleOf(chart);
  return (
    <section className="bd-chart" aria-labelledby={id}>
      <div className="bd-chart-head">
        <h3 id={id}>{title}</h3>
        <span className="bd-chart-actions">
          <Button
            variant="link"
            isInline
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {t(asTable ? 'charts.asChart' : 'charts.asTable')}
          </Button>
          {props.csv && (
            <a className="bd-link" href={props.csv(chart.kind)} download>
              {t('charts.csv')}
            </a>
          )}
        </span>
      </div>
      {asTable ? (
        <ChartTable chart={chart} title={title} />
      ) : (
        <div className="bd-chart-body">
          <Plot
            feed={feed}
            index={index}
            range={props.range}
            marks={props.marks}
            label={describe(chart, title)}
            onRow={setRow}
            onDrag={props.onDrag}
            onReset={props.onReset}
          />
          {isEmpty(chart) && <p className="bd-chart-empty bd-subtle">{t('charts.nothing')}</p>}
        </div>
      )}
      <Legend chart={chart} row={row} title={title} />
    </section>
  );
}

function titleOf({ kind, part }: ChartData): string {
  const title = t(titles[kind]);
  return part === undefined ? title : t('charts.titleOf', { title, part });
}

/** The chart in a sentence, for those who hear it. */
function describe(chart: ChartData, title: string): string {
  const lines = chart.lines.map((line) => {
    const { now, average, max } = summarise(line);
    const say = (value: number | null) => formatMetric(chart.unit, value);
    return t('charts.say', {
      name: lineWord(line.label),
      now: say(now),
      average: say(average),
      max: say(max),
    });
  });
  return `${title}: ${lines.join('; ')}`;
}

function Legend({ chart, row, title }: { chart: ChartData; row: number | null; title: string }) {
  const at = row === null ? undefined : chart.times[row];
  return (
    <table className="bd-legend" aria-label={t('charts.legend', { title })}>
      <thead>
        <tr>
          <th scope="col">
            {at === undefined ? '' : formatExact(new Date(at * 1000).toISOString())}
          </th>
          <th scope="col">{t(at === undefined ? 'charts.now' : 'charts.then')}</th>
          <th scope="col">{t('charts.min')}</th>
          <th scope="col">{t('charts.average')}</th>
          <th scope="col">{t('charts.max')}</th>
        </tr>
      </thead>
      <tbody>
        {chart.lines.map((line, i) => (
          <LegendLine key={line.key} line={line} index={i} unit={chart.unit} row={row} />
        ))}
      </tbody>
    </table>
  );
}

type LegendLineProps = { line: Line; index: number; unit: string; row: number | null };

function LegendLine({ line, index, unit, row }: LegendLineProps) {
  const { now, min, max, average } = summarise(line);
  const shown = row === null ? now : (line.values[row] ?? null);
  return (
    <tr>
      <th scope="row">
        <span
          className={`bd-swatch bd-swatch${lineColour(index).slice('--bd-line'.length)}`}
          aria-hidden="true"
        />
        {lineWord(line.label)}
      </th>
      {[shown, min, average, max].map((value, i) => (
        <td key={['now', 'min', 'average', 'max'][i]}>{formatMetric(unit, value)}</td>
      ))}
    </tr>
  );
}

function ChartTable({ chart, title }: { chart: ChartData; title: string }) {
  const rows = condensedRows(chart, shownRows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className="bd-chart-table" aria-label={title} tabIndex={0}>
      <table>
        <caption className="bd-subtle">{t('charts.tableOf', { count: rows.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('charts.time')}</th>
            {chart.lines.map((line) => (
              <th key={line.key} scope="col">
                {lineWord(line.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, values }) => (
            <tr key={time}>
              <th scope="row">{formatExact(new Date(time * 1000).toISOString())}</th>
              {chart.lines.map((line, i) => (
                <td key={line.key}>{formatMetric(chart.unit, values[i] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
