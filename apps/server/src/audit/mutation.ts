import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { holdCloudState } from '../maintenance/cloud-state.ts';
import {
  type Em,
  isDuplicate,
  rows,
  run,
  runLast,
  type Statement,
  transaction,
} from '../platform/db.ts';
import { BadUserInputError, ConflictError } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { auditWrite, subjectName } from './audit.service.ts';

/** A transaction in which something is written that others are told of. */
export interface WritingTx {
  readonly em: Em;
  /** Runs after the commit: events to publish, workers to wake. */
  afterCommit(action: () => void): void;
}

/** The transaction of one mutation. */
export interface MutationTx extends WritingTx {
  /** Tells what the object acted on is called, of a call that `tellsName`. */
  tellName(name: string): void;
  /** What the call's `reads` found, of each. */
  readonly found: readonly (readonly unknown[])[];
  /** Written with the audit entry, in its round trip: nothing of it can be read before. */
  writeLast(statements: readonly Statement[]): void;
}

interface MutationCall {
  /** The mutation's name; what the audit log shows. */
  readonly action: string;
  readonly clientMutationId?: string | undefined;
  /** The object acted on, where it is not the result. */
  readonly subject?: string;
  /** The work finds that object's name anyway, and tells it: it is not asked for before. */
  readonly tellsName?: boolean;
  /** What the work looks at first, asked for in the transaction's first round trip. */
  readonly reads?: readonly Statement[];
  /** What was asked for, in words and without secrets. */
  readonly detail?: string;
}

class FirstResult extends Error {
  readonly id: string;
  constructor(id: string) {
    super('a mutation with this clientMutationId has run before');
    this.id = id;
  }
}

/**
 * Runs the write of a mutation: one transaction with the change, its audit entry and, when the
 * client sent an id of its own, the memory of its result.
 * @param work makes the change and returns the id of the object that the mutation returns
 * @returns that id, or the first one's when the same `clientMutationId` was sent before
 * @throws {ConflictError} when the same `clientMutationId` belongs to another mutation
 */
export async function runMutation<Id extends string>(
  context: Context,
  call: MutationCall,
  work: (tx: MutationTx) => Promise<Id>,
): Promise<Id> {
  let after: (() => void)[] = [];
  try {
    const id = await transaction(context.em, async (em) => {
      after = [];
      const last: Statement[] = [];
      const found = await holdCloudState(em, call.action, call.reads);
      if (call.clientMutationId) await claimClientId(context, em, call);
      // Asked before the work, which may take the object away.
      const asked = call.subject !== undefined && !call.tellsName;
      let name = asked ? await subjectName(em, call.subject) : null;
      const result = await work({
        em,
        afterCommit: (action) => after.push(action),
        tellName: (told) => {
          name = told;
        },
        found,
        writeLast: (statements) => last.push(...statements),
      });
      if (call.clientMutationId) await keepResult(context, em, call.clientMutationId, result);
      const act = {
        actorId: context.viewer?.userId ?? null,
        action: call.action,
        subject: call.subject ?? result,
        subjectName: name ?? (await subjectName(em, call.subject ?? result)),
        detail: call.detail ?? null,
        address: context.address,
      };
      await runLast(em, [...last, auditWrite(act)]);
      return result;
    });
    for (const action of after) action();
    return id;
  } catch (error) {
    if (error instanceof FirstResult) return error.id as Id;
    throw error;
  }
}

/**
 * What the same mutation with the same `clientMutationId` gave before, for services whose checks go
 * to a host before the transaction begins.
 */
export async function earlierResult(
  context: Context,
  call: Pick<MutationCall, 'action' | 'clientMutationId'>,
): Promise<string | null> {
  if (!call.clientMutationId) return null;
  const [first] = await rows<{ id: string }>(
    context.em,
    `select result_id as id from mutation_result
      where user_id = ? and client_mutation_id = ? and mutation = ?`,
    [requireViewer(context).userId, call.clientMutationId, call.action],
  );
  return first?.id ?? null;
}

/**
 * The id of what a mutation returned when the viewer sent it before under this id; null when it was
 * not sent, or is still at work.
 */
export async function rememberedResult(
  context: Pick<Context, 'em' | 'viewer'>,
  mutation: string,
  clientMutationId: string,
): Promise<string | null> {
  const [first] = await rows<{ resultId: string }>(
    context.em,
    `select result_id as resultId from mutation_result
      where user_id = ? and client_mutation_id = ? and mutation = ?`,
    [requireViewer(context).userId, clientMutationId, mutation],
  );
  return first?.resultId ?? null;
}

/**
 * Keeps the whole answer of a mutation whose object is gone afterwards, in its own transaction.
 * @param answer dates in it come back as dates
 */
export async function keepAnswer(
  context: Context,
  em: Em,
  clientMutationId: string | undefined,
  answer: unknown,
): Promise<void> {
  if (!clientMutationId) return;
  await run(
    em,
    'update mutation_result set answer = ? where user_id = ? and client_mutation_id = ?',
    [JSON.stringify(answer), requireViewer(context).userId, clientMutationId],
  );
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What {@link keepAnswer} kept of the same mutation; null when it was not sent before. */
export async function earlierAnswer<T>(
  context: Context,
  call: Pick<MutationCall, 'action' | 'clientMutationId'>,
): Promise<T | null> {
  if (!call.clientMutationId) return null;
  const [first] = await rows<{ answer: string | null }>(
    context.em,
    `select cast(answer as char) as answer from mutation_result
      where user_id = ? and client_mutation_id = ? and mutation = ?`,
    [requireViewer(context).userId, call.clientMutationId, call.action],
  );
  if (!first?.answer) return null;
  return JSON.parse(first.answer, (_, value: unknown) =>
    typeof value === 'string' && MOMENT.test(value) ? new Date(value) : value,
  ) as T;
}

/** As the column has it. */
const LONGEST_CLIENT_ID = 100;

/**
 * Inserts the id first: a second call with it waits here until the first has committed.
 * @throws {BadUserInputError} for one that could not be remembered
 */
async function claimClientId(context: Context, em: Em, call: MutationCall): Promise<void> {
  const { userId } = requireViewer(context);
  const clientId = call.clientMutationId ?? '';
  if (clientId.length > LONGEST_CLIENT_ID) {
    const message = `clientMutationId has at most ${LONGEST_CLIENT_ID} characters.`;
    throw new BadUserInputError([{ path: 'clientMutationId', message }]);
  }
  try {
    await run(
      em,
      `insert into mutation_result (user_id, client_mutation_id, mutation, result_id, at)
       values (?, ?, ?, ?, utc_timestamp(3))`,
      [userId, clientId, call.action, newId('audit')],
    );
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const [first] = await rows<{ mutation: string; result_id: string }>(
      em,
      'select mutation, result_id from mutation_result where user_id = ? and client_mutation_id = ?',
      [userId, clientId],
    );
    if (!first || first.mutation !== call.action)
      throw new ConflictError(
        `clientMutationId ${clientId} was used for ${first?.mutation}. Choose another.`,
      );
    throw new FirstResult(first.result_id);
  }
}

async function keepResult(context: Context, em: Em, clientId: string, resultId: string) {
  await run(
    em,
    'update mutation_result set result_id = ? where user_id = ? and client_mutation_id = ?',
    [resultId, requireViewer(context).userId, clientId],
  );
}
