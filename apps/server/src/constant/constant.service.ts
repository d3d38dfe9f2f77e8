import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { CONSTANTS, type ConstantValues, checkConstant, valuesOf } from './constants.ts';

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
