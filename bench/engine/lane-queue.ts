import { createPool, type Pool, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';

/**
 * The least that a queue with lanes in MySQL can be: SKIP LOCKED claim plus two updates a task,
 * no steps, no events, no leases that are renewed.
 */
export class LaneQueue implements AsyncDisposable {
  readonly #pool: Pool;

  constructor(url: string) {
    this.#pool = createPool({ uri: url, connectionLimit: 32, maxIdle: 32 });
    this.#pool.on('connection', (connection) => {
      const plain = connection as unknown as { query(sql: string): void };
      plain.query('set session transaction isolation level read committed');
    });
  }

  async create(): Promise<void> {
    await this.#pool.query(`create table job (
      id bigint unsigned not null auto_increment primary key, lane varchar(32) not null,
      state varchar(10) not null, owner varchar(20), epoch int not null, lease_until datetime(3),
      key claim (state, id), key lane (lane, state, id)) engine = InnoDB`);
  }

  /** Runs jobs to their end. @returns ms */
  async drain(workers: number, jobs: number, lanes: number): Promise<number> {
    await this.#work(workers, await this.#fill(workers * 4, lanes));
    const count = await this.#fill(jobs, lanes);
    const since = performance.now();
    await this.#work(workers, count);
    return performance.now() - since;
  }

  async #fill(jobs: number, lanes: number): Promise<number> {
    const rows = Array.from({ length: jobs }, (_, i) => [`lane-${i % lanes}`, 'queued', 0]);
    await this.#pool.query('insert into job (lane, state, epoch) values ?', [rows]);
    return jobs;
  }

  async #work(workers: number, jobs: number): Promise<void> {
    let left = jobs;
    const worker = async (name: string) => {
      while (left > 0) if (await this.#one(name)) left--;
    };
    await Promise.all(Array.from({ length: workers }, (_, i) => worker(`w${i}`)));
  }

  async #one(owner: string): Promise<boolean> {
    const connection = await this.#pool.getConnection();
    let id: number | undefined;
    try {
      await connection.query('start transaction');
      const [found] = await connection.query<RowDataPacket[]>(
        `select j.id, j.epoch from job j where j.state = 'queued' and not exists (
           select 1 from job e where e.lane = j.lane and e.state in ('queued', 'running') and e.id < j.id)
          order by j.id limit 1 for update skip locked`,
      );
      id = (found[0] as { id: number } | undefined)?.id;
      if (id !== undefined)
        await connection.query(
          `update job set state = 'running', owner = ?, epoch = epoch + 1,
                  lease_until = utc_timestamp(3) + interval 10 second where id = ?`,
          [owner, id],
        );
      await connection.query('commit');
    } finally {
      connection.release();
    }
    if (id === undefined) return false;
    const [done] = await this.#pool.query<ResultSetHeader>(
      "update job set state = 'done', lease_until = null where id = ? and owner = ?",
      [id, owner],
    );
    return done.affectedRows === 1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
  }
}
