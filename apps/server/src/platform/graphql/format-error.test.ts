import { buildSchema, execute, parse } from 'graphql';
import { expect, it } from 'vitest';
import { showError } from './format-error.ts';

const schema = buildSchema(`
  input Size { ramMiB: Int! }
  type Query { fits(input: Size!): Boolean }
`);

async function refused(input: unknown) {
  const document = parse('query ($input: Size!) { fits(input: $input) }');
  const { errors } = await execute({ schema, document, variableValues: { input } });
  const [error] = errors ?? [];
  return showError(error, error?.toJSON() ?? { message: '' }, 'r1').error.extensions;
}

it('names the field whose number is larger than any', async () => {
  expect(await refused({ ramMiB: 102_399_999_998_976 })).toEqual({
    code: 'BAD_USER_INPUT',
    fields: [{ path: 'ramMiB', message: 'This number is too large.' }],
    requestId: 'r1',
  });
});

it('names the field whose value is no number, in the words of GraphQL', async () => {
  const fields = [{ path: 'ramMiB', message: 'Int cannot represent non-integer value: "much"' }];
  expect(await refused({ ramMiB: 'much' })).toMatchObject({ fields });
});
