import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, test } from 'vitest';
import { DataTable } from './DataTable.tsx';

afterEach(cleanup);

test('a table of thousands draws its first rows, and more when asked', async () => {
  render(
    <MemoryRouter>
      <DataTable
        label="Numbers"
        columns={[{ key: 'number', label: 'Number', cell: (row: number) => row }]}
        rows={Array.from({ length: 2500 }, (_, index) => index)}
        rowKey={String}
        rowName={String}
        most={10}
        empty={null}
        errorTitle=""
        onRetry={() => undefined}
      />
    </MemoryRouter>,
  );
  const drawn = () => screen.getAllByRole('row').length - 1;
  expect(drawn()).toBe(10);
  await userEvent.click(screen.getByRole('button', { name: '10 more of 2490' }));
  expect(drawn()).toBe(20);
  expect(screen.getByRole('button', { name: '10 more of 2480' })).toBeDefined();
});
