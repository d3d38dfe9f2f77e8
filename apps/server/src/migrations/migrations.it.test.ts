import { expect, test } from 'vitest';
import { createTestDatabase } from '../../test/database.ts';

test('the migrations make the schema of the entities, on the server that is given', async () => {
  await using database = await createTestDatabase();
  expect(await database.orm.migrator.getPending()).toEqual([]);
  expect(await database.orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
});
