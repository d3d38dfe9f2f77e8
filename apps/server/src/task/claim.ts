import { isDuplicate, isLockFault, type Statement } from '../platform/db.ts';
import type { HostId, TaskId, UserId, VmId } from '../platform/ids.ts';
import type { TaskDb, Transaction } from './task-db.ts';
import type { TaskRegistry } from './task-definition.ts';
import type { TaskStepStatus, TaskType } from './task-enums.ts';

/** One step of a claimed task, as the database knows it. */
export interface StepState {
  readonly name: string;
  readonly status: TaskStepStatus;
  /** Failed tries so far. */
  readonly tries: number;
  readonly result: unknown;
}

/** A task this worker holds. */
export interface ClaimedTask {
  readonly seq: number;
  readonly id: TaskId;
  readonly type: TaskType;
  readonly lane: string;
  /** Ours: every write asks for it. */
  readonly epoch: number;
  readonly attempt: number;
  readonly input: unknown;
  readonly vmId: VmId | null;
  readonly hostId: HostId | null;
  readonly requestedBy: UserId | null;
  readonly parentId: TaskId | null;
  readonly cancelRequested: boolean;
  readonly undoing: boolean;
  readonly restart: boolean;
  readonly stepIndex: number;
  readonly progress: number;
  /** Null when nothing of it has ever begun. */
  readonly steps: readonly StepState[] | null;
  /** Number of its last log line. */
  readonly lastLine: number;
  /** True when it was taken from a worker that was lost. */
  readonly resumed: boolean;
}

interface Row
  extends Omit<
    ClaimedTask,
    'cancelRequested' | 'undoing' | 'restart' | 'steps' | 'lastLine' | 'input' | 'resumed'
  > {
  readonly status: string;
  readonly owner: string | null;
  readonly input: string;
  readonly cancelRequested: number;
  readonly undoing: number;
  readonly restart: number;
}

// JSON as text: the MySQL driver parses JSON columns, MariaDB has none.
const COLUMNS = `t.seq, t.id, t.type, t.lane, t.epoch, t.attempt, cast(t.input as char) as input,
  t.vm_id as vmId, t.host_id as hostId, t.requested_by as requestedBy, t.parent_id as parentId, t.cancel_requested as cancelRequested, t.undoing, t.restart,
  t.step_index as stepIndex, t.progress, t.status, t.owner`;

// Held lanes and waiting rows are read as committed: what is claimed but not committed yet still
// shows as PENDING, and the unique index on held_lane refuses what slips through. The first of a
// lane is asked for by the lane alone, which MariaDB then looks up once for all of its tasks.
const ITS_TURN = `not exists (select 1 from task h where h.held_lane = t.lane)
  and t.seq = (select e.seq from task e force index (task_lane)
    where e.lane = t.lane and e.status = 'PENDING' order by e.seq limit 1)`;

const LIMITS_LOCK = "left(concat('baadal-limits:', database()), 64)";
const LIMITS_WAIT_SECONDS = 2;
/** Rounds after another worker took a lane of the batch at the same moment. */
const COLLISIONS = 5;

/** A limit that is reached: of one host, or of the whole kind. */
interface Full {
  readonly type: TaskType;
  /** Null: anywhere. */
  readonly hostId: HostId | null;
}

interface FirstLook {
  /** Undefined: not counted yet. */
  readonly running: Running | undefined;
  readonly full: Full[];
  readonly found: Row[];
}

interface ClaimOptions {
  readonly db: TaskDb;
  readonly registry: TaskRegistry;
  /** Unique for this run of this worker process. */
  readonly owner: string;
  readonly leaseMs: number;
}

/** Claims tasks for one worker process. Each method is one transaction. */
export class Claims {
  readonly #options: ClaimOptions;
  readonly #types: readonly TaskType[];
  readonly #limited: readonly TaskType[];
  /** Whether tasks with limits were waiting the last time, and whether a limit was reached. */
  #met = { limits: false, full: false };

  constructor(options: ClaimOptions) {
    this.#options = options;
    const definitions = [...options.registry.values()];
    this.#types = definitions.map((d) => d.type);
    this.#limited = definitions.filter((d) => d.limits?.length).map((d) => d.type);
  }

  /** Takes up to `max` waiting tasks whose turn it is, the most urgent first. */
  async pending(max: number): Promise<ClaimedTask[]> {
    for (let collisions = 0; ; collisions++) {
      try {
        return await this.#options.db.transaction(async (tx) =>
          this.#take(tx, await this.#choose(tx, max)),
        );
      } catch (error) {
        // Another worker took the lane between our look and our write; the next look sees it held.
        const collided = isDuplicate(error, 'task_held_lane') || isLockFault(error);
        if (!collided || collisions === COLLISIONS) throw error;
      }
    }
  }

  /** Takes up to `max` tasks whose worker was lost, or that waited after a fault. */
  overdue(max: number): Promise<ClaimedTask[]> {
    return this.#options.db.transaction(async (tx) => {
      const found = await tx.rows<Row>(
        `select ${COLUMNS} from task t force index (task_held_lane)
          where t.held_lane is not null and t.lease_until <= utc_timestamp(3) and t.type in (?)
          limit ? for update skip locked`,
        [this.#types, max],
      );
      return this.#take(tx, found);
    });
  }

  async #choose(tx: Transaction, max: number): Promise<Row[]> {
    const chosen: Row[] = [];
    let { running, full, found } = await this.#firstLook(tx, max);
    const limits = found.some((row) => this.#limited.includes(row.type));
    for (;;) {
      this.#met = { limits, full: full.length > 0 };
      if (!found.some((row) => this.#limited.includes(row.type))) return [...chosen, ...found];
      running ??= await this.#countRunning(tx);
      let refused = 0;
      for (const row of found) {
        if (running.reached(row)) {
          refused++;
          continue;
        }
        running.add(row);
        chosen.push(row);
      }
      if (refused === 0 || chosen.length >= max) return chosen;
      full = running.full();
      found = await this.#select(tx, max - chosen.length, { chosen, full });
    }
  }

  /**
   * What came last time comes again, mostly. Behind a limit that is reached thousands may wait: they
   * are passed over at once. With limits that are not, all is asked in one round trip.
   */
  async #firstLook(tx: Transaction, max: number): Promise<FirstLook> {
    if (this.#met.limits && !this.#met.full)
      return { full: [], ...(await this.#countAndSelect(tx, max)) };
    const running = this.#met.full ? await this.#countRunning(tx) : undefined;
    const full = running?.full() ?? [];
    return { running, full, found: await this.#select(tx, max, { chosen: [], full }) };
  }

  async #select(
    tx: Transaction,
    max: number,
    but: { chosen: readonly Row[]; full: readonly Full[] },
  ): Promise<Row[]> {
    return tx.rows<Row>(...this.#candidates(max, but));
  }

  /** What is cheap to see of a row is asked first: it may be one of thousands. */
  #candidates(
    max: number,
    { chosen, full }: { chosen: readonly Row[]; full: readonly Full[] },
  ): Statement {
    const kinds = full.filter(({ hostId }) => hostId === null).map(({ type }) => type);
    const params: unknown[] = [this.#types.filter((type) => !kinds.includes(type))];
    let also = '';
    const hosts = full.filter(({ hostId }) => hostId !== null);
    if (hosts.length > 0) {
      also += " and (t.type, coalesce(t.host_id, '')) not in (?)";
      params.push(hosts.map(({ type, hostId }) => [type, hostId]));
    }
    if (chosen.length > 0) {
      also += ' and t.seq not in (?)';
      params.push(chosen.map((row) => row.seq));
    }
    return [
      `select ${COLUMNS} from task t force index (task_claim)
        where t.status = 'PENDING' and t.run_at <= utc_timestamp(3) and t.type in (?)${also}
          and ${ITS_TURN}
        order by t.priority, t.seq limit ? for update skip locked`,
      [...params, max],
    ];
  }

  async #countRunning(tx: Transaction): Promise<Running> {
    const [lock, counts] = await tx.rowsOfEach(this.#counting(tx));
    return this.#runningOf(lock, counts);
  }

  async #countAndSelect(tx: Transaction, max: number) {
    const candidates = this.#candidates(max, { chosen: [], full: [] });
    const [lock, counts, found] = await tx.rowsOfEach([...this.#counting(tx), candidates]);
    return { running: this.#runningOf(lock, counts), found: found as Row[] };
  }

  /** Counts under a lock of all workers, held until the claim is committed. */
  #counting(tx: Transaction): Statement[] {
    tx.afterwards(`do release_lock(${LIMITS_LOCK})`);
    return [
      [`select get_lock(${LIMITS_LOCK}, ${LIMITS_WAIT_SECONDS}) as got`, []],
      [
        `select type, host_id as hostId, count(*) as n from task force index (task_held_lane)
          where held_lane is not null and type in (?) group by type, host_id`,
        [this.#limited],
      ],
    ];
  }

  #runningOf(lock: unknown[] | undefined, counts: unknown[] | undefined): Running {
    const locked = (lock?.[0] as { readonly got: number | null } | undefined)?.got === 1;
    return new Running(this.#options.registry, locked ? (counts as RunningCount[]) : null);
  }

  async #take(tx: Transaction, found: readonly Row[]): Promise<ClaimedTask[]> {
    if (found.length === 0) return [];
    const begun = found.filter((row) => row.epoch > 0).map((row) => row.seq);
    const past = begun.length > 0 ? await readPast(tx, begun) : null;
    await tx.writeLast([
      `update task t left join task_step s on s.task_seq = t.seq and s.position = t.step_index
          set t.status = 'RUNNING', t.held_lane = t.lane, t.owner = ?, t.epoch = t.epoch + 1,
              t.lease_until = utc_timestamp(3) + interval ? microsecond,
              t.waiting_for = null, t.started_at = coalesce(t.started_at, utc_timestamp(3)),
              s.status = if(t.undoing, s.status, 'RUNNING'),
              s.started_at = coalesce(s.started_at, utc_timestamp(3))
        where t.seq in (?)`,
      [this.#options.owner, this.#options.leaseMs * 1000, found.map((row) => row.seq)],
    ]);
    return found.map((row) => ({
      ...row,
      epoch: row.epoch + 1,
      input: JSON.parse(row.input) as unknown,
      cancelRequested: row.cancelRequested === 1,
      undoing: row.undoing === 1,
      restart: row.restart === 1,
      resumed: row.status === 'RUNNING' && row.owner !== null,
      steps: row.epoch > 0 ? (past?.steps.get(row.seq) ?? []) : null,
      lastLine: past?.lastLines.get(row.seq) ?? 0,
    }));
  }
}

interface RunningCount {
  readonly type: TaskType;
  readonly hostId: HostId | null;
  readonly n: number;
}

/** How many tasks of each limited kind run, per host. */
class Running {
  readonly #registry: TaskRegistry;
  /** Null: not known now, so that no limited task may begin. */
  readonly #counts: RunningCount[] | null;

  constructor(registry: TaskRegistry, counts: RunningCount[] | null) {
    this.#registry = registry;
    this.#counts = counts;
  }

  add({ type, hostId }: Row): void {
    this.#counts?.push({ type, hostId, n: 1 });
  }

  /** Every limit that is reached. */
  full(): Full[] {
    if (this.#counts) return this.#counts.flatMap((count) => this.reached(count) ?? []);
    const limited = [...this.#registry.values()].filter(({ limits }) => limits?.length);
    return limited.map(({ type }) => ({ type, hostId: null }));
  }

  /** The limit that keeps a task from beginning, if any. */
  reached({ type, hostId }: Pick<Row, 'type' | 'hostId'>): Full | undefined {
    for (const limit of this.#registry.get(type)?.limits ?? []) {
      if (!this.#counts) return { type, hostId: null };
      const perHost = limit.scope === 'HOST';
      if (perHost && !hostId) continue;
      const same = this.#counts.filter((c) => c.type === type && (!perHost || c.hostId === hostId));
      const running = same.reduce((sum, c) => sum + Number(c.n), 0);
      if (running >= limit.max) return { type, hostId: perHost ? hostId : null };
    }
    return undefined;
  }
}

async function readPast(tx: Transaction, seqs: readonly number[]) {
  const steps = new Map<number, StepState[]>();
  const found = await tx.rows<Omit<StepState, 'result'> & { task: number; result: string | null }>(
    `select task_seq as task, name, status, tries, cast(result as char) as result
       from task_step where task_seq in (?) order by task_seq, position`,
    [seqs],
  );
  for (const { task, name, status, tries, result } of found) {
    const parsed: unknown = result === null ? null : JSON.parse(result);
    steps.set(task, [...(steps.get(task) ?? []), { name, status, tries, result: parsed }]);
  }
  const lines = await tx.rows<{ task: number; last: number }>(
    'select task_seq as task, max(seq) as last from task_event where task_seq in (?) group by task_seq',
    [seqs],
  );
  return { steps, lastLines: new Map(lines.map((line) => [line.task, line.last])) };
}
