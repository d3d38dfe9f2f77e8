import type { BaadalEvents } from '../platform/events.ts';

type Acting = Omit<BaadalEvents['acting'][0], 'hostId'>;

/** A task that acts takes no longer to write down what came of it; ms. */
const RECORD_MS = 1_000;
/** Events of what was recorded come no later than this; ms. */
const LATE_MS = 1_000;
/** A worker that was not heard of again; ms. */
const FORGET_MS = 60_000;

interface Expected {
  readonly lifecycle: readonly string[];
  recorded: boolean;
  /** Something else was told as well: whatever the task writes, it may be otherwise. */
  contradicted: boolean;
  /** The row is behind libvirt until the task has written. */
  owed: boolean;
  timer: NodeJS.Timeout;
}

/**
 * What tasks of this cloud are about to do to the domains of a host. An event that tells of just that
 * says nothing that the task does not write down itself, so that nobody has to look at the domain;
 * after any other somebody has to, once more when the task has written. A task that does not write
 * within a second is not waited for.
 */
export class ExpectedEvents implements Disposable {
  readonly #look: (uuid: string) => void;
  readonly #expected = new Map<string, Expected>();

  /** @param look called for a domain that is to be looked at after all */
  constructor(look: (uuid: string) => void) {
    this.#look = look;
  }

  /** A task begins, or has ended what it does. */
  acting({ uuid, stage, lifecycle }: Acting): void {
    const before = this.#drop(uuid);
    if (stage === 'BEGINS') {
      this.#keep(uuid, { lifecycle, recorded: false, contradicted: false, owed: false }, FORGET_MS);
      return;
    }
    if (!before) return;
    const gaveUp = stage === 'GIVEN_UP';
    if (before.contradicted || (gaveUp && before.owed)) this.#look(uuid);
    else if (!gaveUp) this.#keep(uuid, { ...before, recorded: true, owed: false }, LATE_MS);
  }

  /**
   * Whether an event is of what a task does and writes down.
   * @param lifecycle such as `started/booted`; null for an event of another kind
   */
  accountsFor(uuid: string, lifecycle: string | null): boolean {
    const expected = this.#expected.get(uuid);
    if (!expected) return false;
    if (lifecycle === null || !expected.lifecycle.includes(lifecycle)) {
      if (expected.recorded) this.#drop(uuid);
      else expected.contradicted = true;
      return false;
    }
    if (expected.contradicted) return false;
    if (!expected.recorded && !expected.owed) {
      this.#drop(uuid);
      this.#keep(uuid, { ...expected, owed: true }, RECORD_MS);
    }
    return true;
  }

  [Symbol.dispose](): void {
    for (const uuid of [...this.#expected.keys()]) this.#drop(uuid);
  }

  #keep(uuid: string, expected: Omit<Expected, 'timer'>, ms: number): void {
    const timer = setTimeout(() => {
      this.#drop(uuid);
      if (expected.owed) this.#look(uuid);
    }, ms);
    this.#expected.set(uuid, { ...expected, timer });
  }

  #drop(uuid: string): Expected | undefined {
    const expected = this.#expected.get(uuid);
    clearTimeout(expected?.timer);
    this.#expected.delete(uuid);
    return expected;
  }
}
