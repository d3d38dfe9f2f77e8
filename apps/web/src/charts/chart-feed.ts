import { addSample, type ChartData, dropBefore, type LiveSample } from './chart-data.ts';

/**
 * The data of all charts of a page, outside of React: a sample redraws canvases and a few numbers,
 * not the page.
 */
export class ChartFeed {
  #charts: readonly ChartData[] = [];
  #version = 0;
  readonly #listeners = new Set<() => void>();

  get charts(): readonly ChartData[] {
    return this.#charts;
  }

  /** Another number after each change. */
  get version(): number {
    return this.#version;
  }

  /** Whether there is a line of a subject, in any chart. */
  shows(subject: string): boolean {
    return this.#charts.some(({ lines }) => lines.some((line) => line.subject === subject));
  }

  /** Shows other data. */
  set(charts: readonly ChartData[]): void {
    this.#charts = charts;
    this.#tell();
  }

  /**
   * Adds a sample to the charts it belongs to.
   * @param keepSeconds rows older than that before the sample are let go
   */
  push(sample: LiveSample, keepSeconds: number): void {
    let changed = false;
    for (const chart of this.#charts) {
      if (!addSample(chart, sample)) continue;
      dropBefore(chart, sample.at - keepSeconds - chart.stepSeconds);
      changed = true;
    }
    if (changed) this.#tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
