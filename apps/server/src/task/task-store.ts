import type { Statement } from '../platform/db.ts';
import type { Lease } from './lease.ts';
import type { TaskDb } from './task-db.ts';
import type { EndWrite } from './task-definition.ts';
import type { LogLevel } from './task-enums.ts';

/** One line of a task's log. */
export interface LogLine {
  readonly seq: number;
  readonly at: Date;
  readonly level: LogLevel;
  readonly step: string | null;
  readonly message: string;
}

/** A piece of an UPDATE: assignments and their values. */
export interface Assignments {
  readonly set: string;
  readonly values?: readonly unknown[];
}

/** What is to become of a task, and of some of its steps, at once. */
export interface TaskChange {
  readonly task: Assignments;
  /** Assignments name the step's columns by the alias `s0`, `s1` … of their place in this list. */
  readonly steps?: readonly (Assignments & { readonly at: readonly number[] })[];
  /** Only when nobody asked to cancel meanwhile. */
  readonly unlessCancelled?: boolean;
  /** What is written in the same transaction. */
  readonly with?: EndWrite;
}

/** Assignments that give the task out of hand. */
export const RELEASED =
  't.held_lane = null, t.owner = null, t.lease_until = null, t.waiting_for = null';

/** Writes of a worker about tasks it holds. Another worker's epoch refuses every one of them. */
export class TaskStore {
  readonly #db: TaskDb;
  readonly #leaseMs: number;

  constructor(db: TaskDb, leaseMs: number) {
    this.#db = db;
    this.#leaseMs = leaseMs;
  }

  /**
   * Changes a task and its steps in one statement, or in one transaction with what goes with it.
   * @returns false when nothing was written since somebody asked to cancel
   * @throws {LeaseLostError} when the task is another worker's, or ended by an admin
   */
  async change(lease: Lease, change: TaskChange): Promise<boolean> {
    const { sql, values } = changeStatement(change);
    const update: Statement = [sql, [...values, lease.task.seq, lease.task.epoch]];
    const along = change.with;
    const matched = along
      ? await this.#changeWith(lease, update, along)
      : await lease.persist(() => this.#db.write(...update));
    if (matched > 0) return true;
    const ours = change.unlessCancelled && (await this.isOurs(lease));
    if (!ours) lease.lose();
    lease.check();
    return false;
  }

  /** @returns how many tasks matched */
  async #changeWith(lease: Lease, [sql, params]: Statement, along: EndWrite): Promise<number> {
    let tries = 0;
    // Once it is let go of, what goes with it may be changed by the next task of its lane.
    const held: Statement = [`${sql} and t.owner is not null`, params];
    const write = () =>
      this.#db.transaction(async (tx) => {
        const [updated, found] = await tx.rowsOfEach([held, along.read]);
        const { affectedRows } = updated as unknown as { readonly affectedRows: number };
        if (affectedRows > 0) await tx.writeLast(...along.write(found ?? []));
        return affectedRows;
      });
    return lease.persist(async () => {
      const repeated = tries++ > 0;
      const matched = await write();
      // The reply to an earlier try was lost, not what it wrote.
      if (matched === 0 && repeated && (await this.#isReleased(lease))) return 1;
      return matched;
    });
  }

  async #isReleased({ task: { seq, epoch } }: Lease): Promise<boolean> {
    const sql = 'select 1 from task where seq = ? and epoch = ? and held_lane is null';
    return (await this.#db.rows(sql, [seq, epoch])).length > 0;
  }

  /** As {@link change}, and renews the lease with it. */
  async advance(lease: Lease, change: TaskChange): Promise<boolean> {
    const since = performance.now();
    const written = await this.change(lease, {
      ...change,
      task: {
        set: `${change.task.set}, t.lease_until = utc_timestamp(3) + interval ? microsecond`,
        values: [...(change.task.values ?? []), this.#leaseMs * 1000],
      },
    });
    if (written) lease.renewed(since);
    return written;
  }

  /** True while no other worker and no admin has taken the task from this lease. */
  async isOurs(lease: Lease): Promise<boolean> {
    const { seq, epoch } = lease.task;
    const sql = 'select 1 from task where seq = ? and epoch = ?';
    const found = await lease.persist(() => this.#db.rows(sql, [seq, epoch]));
    return found.length > 0;
  }

  /** Adds lines to the log; a line that is there already stays as it is. */
  async addLines(lease: Lease, lines: readonly LogLine[]): Promise<void> {
    const places = lines.map((_, i) =>
      i === 0
        ? 'select ? as seq, ? as at, ? as level, ? as step, ? as message'
        : 'select ?, ?, ?, ?, ?',
    );
    const values = lines.flatMap((l) => [l.seq, l.at, l.level, l.step, l.message]);
    const { seq, epoch } = lease.task;
    await lease.persist(() =>
      this.#db.write(
        `insert into task_event (task_seq, seq, at, level, step, message)
         select t.seq, l.seq, l.at, l.level, l.step, l.message
           from task t join (${places.join(' union all ')}) l
          where t.seq = ? and t.epoch = ? lock in share mode
         on duplicate key update task_event.level = task_event.level`,
        [...values, seq, epoch],
      ),
    );
  }

  /** Renews leases in one statement, and looks what became of their tasks. */
  async renew(owner: string, leases: readonly Lease[]): Promise<Renewal> {
    const since = performance.now();
    const seqs = leases.map((lease) => lease.task.seq);
    await this.#db.write(
      `update task set lease_until = utc_timestamp(3) + interval ? microsecond
        where seq in (?) and owner = ? and status = 'RUNNING'`,
      [this.#leaseMs * 1000, seqs, owner],
    );
    const found = await this.#db.rows<{ seq: number; epoch: number; cancelled: number }>(
      `select seq, epoch, cancel_requested and not undoing as cancelled from task
        where seq in (?) and owner = ? and status = 'RUNNING'`,
      [seqs, owner],
    );
    const bySeq = new Map(found.map((row) => [row.seq, row]));
    const held = leases.filter(({ task }) => bySeq.get(task.seq)?.epoch === task.epoch);
    for (const lease of held) lease.renewed(since);
    return {
      lost: leases.filter((lease) => !held.includes(lease)),
      cancelled: held.filter(({ task }) => bySeq.get(task.seq)?.cancelled === 1),
    };
  }
}

/** What a renewal found out. */
export interface Renewal {
  /** Other workers' by now, or ended by an admin. */
  readonly lost: readonly Lease[];
  /** To be ended on request, which an event should have told already. */
  readonly cancelled: readonly Lease[];
}

/** One UPDATE over the task and its steps; its last two values are the task's seq and epoch. */
function changeStatement({ task, steps = [], unlessCancelled }: TaskChange) {
  const joins = steps.map(
    (_, i) => `left join task_step s${i} on s${i}.task_seq = t.seq and s${i}.position in (?)`,
  );
  const sets = [task.set, ...steps.map((step) => step.set)];
  return {
    sql: `update task t ${joins.join(' ')} set ${sets.join(', ')}
          where t.seq = ? and t.epoch = ?${unlessCancelled ? ' and t.cancel_requested = 0' : ''}`,
    values: [
      ...steps.map((step) => step.at),
      ...(task.values ?? []),
      ...steps.flatMap((step) => step.values ?? []),
    ],
  };
}
