import { Random } from './random.ts';

/** People who work on the VMs; each VM has one of the first two as its owner. */
export const PEOPLE = ['ann', 'bob', 'admin'] as const;
export type Person = (typeof PEOPLE)[number];

/** What is done to a VM, and to what state it leads when it succeeds. */
const POWER = {
  startVm: { from: ['SHUTDOWN'], to: 'RUNNING' },
  shutdownVm: { from: ['RUNNING'], to: 'SHUTDOWN' },
  rebootVm: { from: ['RUNNING'], to: 'RUNNING' },
  destroyVm: { from: ['RUNNING', 'SUSPENDED'], to: 'SHUTDOWN' },
  suspendVm: { from: ['RUNNING'], to: 'SUSPENDED' },
  resumeVm: { from: ['SUSPENDED'], to: 'RUNNING' },
} as const;
type PowerMutation = keyof typeof POWER;

type OtherAction =
  | 'createVm'
  | 'deleteVm'
  | 'undeleteVm'
  | 'cancel'
  | 'createSnapshot'
  | 'revertToSnapshot'
  | 'deleteSnapshot'
  | 'cloneVm'
  | 'editVm'
  | 'attachDisk'
  | 'detachDisk'
  | 'resizeDisk'
  | 'saveVmAsTemplate'
  | 'migrateVm';

/** How often each is done to a VM that is there; the rest is power. */
const SHARES: readonly (readonly [OtherAction, number])[] = [
  ['deleteVm', 0.07],
  ['createSnapshot', 0.12],
  ['revertToSnapshot', 0.06],
  ['deleteSnapshot', 0.05],
  ['cloneVm', 0.05],
  ['saveVmAsTemplate', 0.03],
  ['editVm', 0.05],
  ['attachDisk', 0.07],
  ['detachDisk', 0.04],
  ['resizeDisk', 0.03],
  ['migrateVm', 0.08],
];

/** One request of a person. */
export interface Operation {
  /** Counts from 1; makes its `clientMutationId`. */
  readonly number: number;
  readonly by: Person;
  /** The place of the VM; what VM is there is seen when it is done. */
  readonly slot: number;
  readonly action: PowerMutation | OtherAction;
  /**
   * Of `createVm` and `cloneVm`: start it when it is made; of `createSnapshot`: with the memory; of
   * `detachDisk`: the volume is kept.
   */
  readonly start: boolean;
  /** Sent twice at once, as by a double click. */
  readonly twice: boolean;
}

/** What goes wrong for a while. */
export interface Fault {
  readonly kind: FaultKind;
  /** Which worker or host. */
  readonly target: 0 | 1;
  /** libvirtd: killed, instead of asked to end. */
  readonly hard: boolean;
  readonly seconds: number;
}
export const FAULT_KINDS = [
  'worker',
  'libvirtd',
  'database',
  'redis',
  'full',
  'api',
  'power',
  'packets',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Operations asked for at once, and what goes wrong meanwhile. */
export interface Round {
  readonly operations: readonly Operation[];
  readonly fault: Fault | null;
}

/** VMs that may be there at once. */
const SLOTS = 6;

export const ownerOf = (slot: number): Person => (slot % 2 === 0 ? 'ann' : 'bob');

/** Rounds without end; the same for the same seed, whatever comes of them. */
export function* rounds(seed: number): Generator<Round> {
  const random = new Random(seed);
  const planner = new Planner(random);
  let faults: FaultKind[] = [];
  for (let n = 0; ; n++) {
    const operations = Array.from({ length: random.between(2, 4) }, () => planner.operation());
    // The first rounds make VMs; then most rounds have a fault, each kind in turn.
    const faulty = n >= 1 && random.chance(0.75);
    if (faulty && faults.length === 0) faults = random.shuffle(FAULT_KINDS);
    const kind = faulty ? faults.pop() : undefined;
    yield { operations, fault: kind ? planner.fault(kind) : null };
  }
}

/** Chooses what would make sense if everything succeeded, and now and then what would not. */
class Planner {
  readonly #random: Random;
  readonly #states: (string | null)[] = Array.from({ length: SLOTS }, () => null);
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  operation(): Operation {
    const random = this.#random;
    const slot = random.between(0, SLOTS - 1);
    const action = this.#action(this.#states[slot] ?? null);
    const start = random.chance(0.7);
    this.#expect(slot, action, start);
    return {
      ...{ number: ++this.#count, by: this.#person(slot, action), slot, action, start },
      twice: random.chance(0.1),
    };
  }

  fault(kind: FaultKind): Fault {
    const random = this.#random;
    return {
      ...{ kind, target: random.chance(0.5) ? 1 : 0, hard: random.chance(0.5) },
      // A connection without packets is given up after 8 to 12 s.
      seconds: kind === 'packets' ? random.between(2, 15) : random.between(1, 4),
    };
  }

  #person(slot: number, action: Operation['action']): Person {
    // Nobody else sees hosts.
    if (action === 'migrateVm') return 'admin';
    if (this.#random.chance(0.85)) return ownerOf(slot);
    return this.#random.pick(PEOPLE);
  }

  #action(state: string | null): Operation['action'] {
    const random = this.#random;
    if (random.chance(0.06)) return 'cancel';
    if (state === null) return random.chance(0.9) ? 'createVm' : 'undeleteVm';
    let drawn = random.next();
    for (const [action, share] of SHARES) {
      drawn -= share;
      if (drawn < 0) return action;
    }
    const all = Object.keys(POWER) as PowerMutation[];
    const sensible = all.filter((name) => (POWER[name].from as readonly string[]).includes(state));
    return random.pick(random.chance(0.9) ? sensible : all);
  }

  #expect(slot: number, action: Operation['action'], start: boolean): void {
    if (action === 'createVm') this.#states[slot] = start ? 'RUNNING' : 'SHUTDOWN';
    else if (action === 'deleteVm') this.#states[slot] = null;
    else if (action === 'undeleteVm') this.#states[slot] = 'SHUTDOWN';
    else if (action in POWER) this.#states[slot] = POWER[action as PowerMutation].to;
  }
}
