/** The line of one VM. */
export interface Spark {
  /** Percent, a minute each, the newest last. */
  readonly values: readonly (number | null)[];
  readonly now: number | null;
}

const none: Spark = { values: [], now: null };
const minutes = 60;

/** Small lines of the shown VMs, outside of React: a sample redraws one cell. */
export class SparkStore {
  readonly #sparks = new Map<string, Spark>();
  /** The minute each line ends with. */
  readonly #minutes = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  get(id: string): Spark {
    return this.#sparks.get(id) ?? none;
  }

  /** Takes a line as it was read. */
  set(id: string, values: readonly (number | null)[], endsAt: number): void {
    this.#sparks.set(id, { values, now: this.#sparks.get(id)?.now ?? values.at(-1) ?? null });
    this.#minutes.set(id, Math.floor(endsAt / 60));
    this.#tell();
  }

  /** Takes a sample: the newest figure, and a new point with each minute. */
  push(id: string, value: number | null, at: number): void {
    const spark = this.get(id);
    const minute = Math.floor(at / 60);
    const passed = minute - (this.#minutes.get(id) ?? minute - 1);
    const gaps = Array.from({ length: Math.min(minutes, Math.max(0, passed - 1)) }, () => null);
    const values = passed > 0 ? [...spark.values, ...gaps, value].slice(-minutes) : spark.values;
    if (passed > 0) this.#minutes.set(id, minute);
    this.#sparks.set(id, { values, now: value });
    this.#tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** An SVG path through the points, gaps left out, in a box of 100 by 100. */
export function sparkPath(values: readonly (number | null)[]): string {
  const top = Math.max(10, ...values.map((value) => value ?? 0));
  const step = 100 / Math.max(1, values.length - 1);
  let path = '';
  let isDown = false;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      isDown = false;
      continue;
    }
    const point = `${(i * step).toFixed(1)} ${(100 - (value / top) * 100).toFixed(1)}`;
    path += isDown ? `L${point}` : `M${point}l0.1 0`;
    if (!isDown) path += `M${point}`;
    isDown = true;
  }
  return path;
}
