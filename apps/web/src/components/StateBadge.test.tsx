import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { VmState } from '../routes/vms/VmState.tsx';
import { vmState } from '../routes/vms/vm-words.ts';

afterEach(cleanup);

test('a state is a word, and its cause is told', () => {
  render(<VmState vm={{ status: 'UNKNOWN', activeTask: null, statusReason: 'host-2 is away' }} />);
  expect(screen.getByText('Unknown').title).toBe('host-2 is away');
});

test('work under way is told instead of the state it started from', () => {
  expect(vmState({ status: 'SHUTDOWN', activeTask: { type: 'START_VM' } })).toEqual({
    kind: 'working',
    word: 'Starting',
  });
});

test('a kind of task this page does not know yet is still work', () => {
  const activeTask = { type: 'OF_A_NEWER_SERVER' as 'START_VM' };
  expect(vmState({ status: 'RUNNING', activeTask }).word).toBe('Working');
});

test('a VM that nothing makes any more is not in a queue', () => {
  expect(vmState({ status: 'IN_QUEUE', activeTask: null }).word).toBe('Not made');
});
