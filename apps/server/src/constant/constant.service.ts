import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { type ConstantChangeId, newId, type UserId } from '../platform/ids.ts';
import {
  CONSTANTS,
  type ConstantName,
  type ConstantValues,
  checkConstant,
  valuesOf,
} from './constants.ts';

interface ChangedConstant {
  readonly name: string;
  readonly value: string;
  readonly updatedAt: Date;
}

const changedConstants = (em: Em) =>
  rows<ChangedConstant>(em, 'select name, value, updated_at as updatedAt from constant');

/** The values in force. */
export async function constantValues(em: Em): Promise<ConstantValues> {
  return valuesOf(await changedConstants(em));
}

/** A constant as the API shows it. */
export interface ConstantView {
  readonly name: string;
  readonly value: string;
  readonly updatedAt: Date | null;
}

/** All constants in the order of their definition. */
export async function listConstants(em: Em): Promise<ConstantView[]> {
  const changed = new Map((await changedConstants(em)).map((c) => [c.name, c]));
  return Object.entries(CONSTANTS).map(([name, definition]) => ({
    name,
    value: changed.get(name)?.value ?? String(definition.default),
    updatedAt: changed.get(name)?.updatedAt ?? null,
  }));
}

/** Sets a constant. @throws {BadUserInputError} */
export async function setConstant(
  context: Context,
  input: { name: string; value: string; clientMutationId?: string },
): Promise<string> {
  const checked = checkConstant(input.name, input.value);
  const { userId } = requireViewer(context);
  return runMutation(
    context,
    {
      action: 'setConstant',
      clientMutationId: input.clientMutationId,
      subject: checked.name,
      detail: `${checked.name} = ${checked.value}`,
    },
    async ({ em }) => {
      await rememberChange(em, checked, userId);
      await run(
        em,
        `insert into constant (name, value, updated_at, updated_by) values (?, ?, utc_timestamp(3), ?)
         on duplicate key update value = values(value), updated_at = values(updated_at), updated_by = values(updated_by)`,
        [checked.name, String(checked.value), userId],
      );
      return checked.name;
    },
  );
}

/** Who changed a setting from what to what. */
export interface ConstantChange {
  readonly id: ConstantChangeId;
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  readonly actorId: UserId | null;
}

const CHANGES_SHOWN = 50;

/** The newest changes of a setting, newest first. */
export function constantChanges(em: Em, name: string): Promise<ConstantChange[]> {
  return rows<ConstantChange>(
    em,
    `select id, \`from\`, \`to\`, at, actor_id as actorId from constant_change
      where name = ? order by id desc limit ${CHANGES_SHOWN}`,
    [name],
  );
}

async function rememberChange(
  em: Em,
  { name, value }: { readonly name: ConstantName; readonly value: number },
  actorId: UserId,
): Promise<void> {
  const [now] = await rows<{ value: string }>(
    em,
    'select value from constant where name = ? for update',
    [name],
  );
  const from = now?.value ?? String(CONSTANTS[name].default);
  if (from === String(value)) return;
  await run(
    em,
    `insert into constant_change (id, name, \`from\`, \`to\`, at, actor_id)
     values (?, ?, ?, ?, utc_timestamp(3), ?)`,
    [newId('conch'), name, from, String(value), actorId],
  );
}
