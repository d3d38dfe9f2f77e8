import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { FormDialog } from './FormDialog.tsx';
import { TextField } from './TextField.tsx';

afterEach(cleanup);

const fieldFault = (path: string) => ({
  ...{ code: 'BAD_USER_INPUT', message: 'No.', requestId: 'r1' },
  fields: [{ path, message: 'Give a number.' }],
});

function Form() {
  const [fault, setFault] = useState<ReturnType<typeof fieldFault>>();
  return (
    <FormDialog
      title="Form"
      submit="Save"
      fault={fault}
      fields={['size']}
      onSubmit={() => setFault(fieldFault('size'))}
      onClose={() => undefined}
    >
      <TextField id="name" label="Name" value="web" onChange={() => undefined} />
      <TextField
        id="size"
        label="Size"
        value="many"
        fault={fault?.fields[0]?.message}
        onChange={() => undefined}
      />
    </FormDialog>
  );
}

test('the field that was refused gets the focus once the form was sent', async () => {
  render(<Form />);
  await userEvent.setup().click(screen.getByRole('button', { name: 'Save' }));
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Size' }));
});
