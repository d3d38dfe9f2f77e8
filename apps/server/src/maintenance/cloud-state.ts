import { type Em, rows, rowsOfEach, run, type Statement } from '../platform/db.ts';
import { ConflictError } from '../platform/errors.ts';
import type { TaskId } from '../platform/ids.ts';
import type { CloudState } from './maintenance-enums.ts';

/** Whether the cloud takes work, and since when. */
export interface CloudStateView {
  readonly state: CloudState;
  readonly since: Date;
  readonly taskId: TaskId | null;
}

const SELECT = 'select state, since, task_id as taskId from cloud_state where id = 1';

/** As the row says. */
export async function cloudState(em: Em): Promise<CloudStateView> {
  const [row] = await rows<CloudStateView>(em, SELECT);
  if (!row) throw new Error('cloud_state has no row');
  return row;
}

/** Says so in the caller's transaction; waits for mutations that saw the state before. */
export async function setCloudState(em: Em, state: CloudState, taskId: TaskId): Promise<void> {
  await run(
    em,
    `update cloud_state set since = if(state = ?, since, utc_timestamp(3)), state = ?, task_id = ?
      where id = 1`,
    [state, state, taskId],
  );
}

/** Mutations that bring something new onto hosts, beside those on VMs that are there. */
const NEEDS_OPEN_CLOUD: ReadonlySet<string> = new Set([
  'createVm',
  'createVmFromExistingImage',
  'undeleteVm',
  'adoptDomain',
  'respawnVms',
  'giveUpKeptMemory',
  'evacuateHost',
  'emptyDatastore',
  'returnVms',
  'balanceHosts',
  'measureHostNetwork',
]);

/**
 * Holds the cloud's state for the transaction of a mutation, so that a shutdown either sees what it
 * wrote or is seen by it.
 * @param reads what else is looked at, in the same round trip
 * @returns what each of those found
 * @throws {ConflictError} for what needs an open cloud while it is shut
 */
export async function holdCloudState(
  em: Em,
  mutation: string,
  reads: readonly Statement[] = [],
): Promise<unknown[][]> {
  const hold: Statement = [`${SELECT} lock in share mode`, []];
  const [states, ...found] = await rowsOfEach(em, [hold, ...reads]);
  const row = states?.[0] as CloudStateView | undefined;
  if (!row || row.state === 'OPEN' || !NEEDS_OPEN_CLOUD.has(mutation)) return found;
  throw new ConflictError(`${SHUT_WORDS.CLOUD} Wait until an admin has booted it.`, {
    details: { cloud: row.state, since: row.since.toISOString() },
  });
}

/** Why nothing is done to a VM. */
export type Shut = 'CLOUD' | 'HOST' | 'KEPT';

/** In words. */
export const SHUT_WORDS: Readonly<Record<Shut, string>> = {
  CLOUD: 'The cloud is shut down for maintenance.',
  HOST: 'Its host is shut down for maintenance.',
  KEPT: 'Its memory is kept for maintenance; it goes on when its host is booted.',
};

/** What of that holds for the VM of the alias, as SQL; null: nothing. */
export const shutOf = (alias: string): string =>
  `case when exists (select 1 from kept_vm kv where kv.vm_id = ${alias}.id) then 'KEPT'
        when exists (select 1 from cloud_state cs where cs.state <> 'OPEN') then 'CLOUD'
        when exists (select 1 from shut_host sh where sh.host_id = ${alias}.host_id) then 'HOST' end`;
