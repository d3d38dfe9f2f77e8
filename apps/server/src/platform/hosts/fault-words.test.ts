import { SshError } from '@baadal/ssh';
import { describe, expect, it } from 'vitest';
import { HostUnreachableError } from '../errors.ts';
import { describeFault } from './fault-words.ts';

const refused = (code: string) => Object.assign(new Error('connect'), { code });

describe('why a host cannot be reached', () => {
  it.each([
    ['ENOTFOUND', 'its name is not known to the name servers'],
    ['ECONNREFUSED', 'nothing listens on its SSH port'],
    ['EHOSTUNREACH', 'no machine answers at its address'],
    ['EPIPE', 'no SSH connection is possible'],
  ])('%s: %s', (code, reason) => {
    const error = new SshError('CONNECT_FAILED', 'Cannot connect', { cause: refused(code) });
    expect(describeFault(new HostUnreachableError('h', 'r', error))).toEqual({
      part: 'ssh',
      reason,
    });
  });

  it('is no fault of the host’s when the error is of another kind', () => {
    expect(describeFault(refused('ECONNREFUSED'))).toBeNull();
  });
});
