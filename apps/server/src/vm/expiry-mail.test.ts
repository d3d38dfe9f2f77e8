import { expect, it } from 'vitest';
import type { VmId } from '../platform/ids.ts';
import { expiryLetter } from './expiry-mail.ts';

const expiry = {
  ...{ id: 'vm_1' as VmId, name: 'web', owner: 'ann', expired: false, shutsDown: true },
  expiresAt: new Date('2026-12-05T22:59:59Z'),
};

it('says when a VM expires, what happens then, and what to do', () => {
  const { subject, body } = expiryLetter(expiry, 'https://cloud.example.org/');
  expect(subject).toBe('VM web expires on 2026-12-05');
  expect(body.split('\n')).toEqual([
    'The VM web of ann expires: 2026-12-05 22:59 UTC.',
    'It is shut down then.',
    '',
    'If it is still needed, choose a later day in its settings. If it is not, please delete it.',
    '',
    'https://cloud.example.org/vms/vm_1/settings',
  ]);
  expect(expiryLetter({ ...expiry, shutsDown: false }, undefined).body).not.toMatch(/shut|http/);
});

it('says that one has expired', () => {
  const { subject, body } = expiryLetter({ ...expiry, expired: true }, undefined);
  expect(subject).toBe('VM web has expired');
  expect(body).toMatch(/^The VM web of ann has expired: .*\nIt is shut down if it still runs\.\n/);
});
