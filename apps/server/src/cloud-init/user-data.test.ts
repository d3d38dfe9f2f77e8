import { describe, expect, it } from 'vitest';
import { MAX_USER_DATA_BYTES, sshKeyFault, sshKeysOf, userDataFault } from './user-data.ts';

const ED25519 =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9H6pFkn9tsqU5GfbrlRkFT1pkt9H5sYt0dB2tZrj4X ann@desk';

describe('user data', () => {
  it.each([
    '#cloud-config\npackages: [git]\n',
    '#cloud-config\n',
    '#!/bin/sh\necho hello\n',
    '#! /usr/bin/env python3\n',
  ])('may be %j', (text) => {
    expect(userDataFault(text)).toBeNull();
  });

  it.each([
    ['packages: [git]', 'begins with #cloud-config'],
    ['#cloud-config-archive\n- a', 'begins with #cloud-config'],
    ['#cloud-config\npackages: [git\nrun: x', 'not valid YAML, line 3'],
    ['#cloud-config\na: 1\na: 2', 'not valid YAML, line 3'],
    ['#cloud-config\na: {b: 1, c: 2, b: 3}', 'line 2: The key b is there twice'],
    ['#cloud-config\n- a\n- b', 'is a mapping'],
    ['#cloud-config\njust text', 'is a mapping'],
    ['#!bash\n', 'absolute path'],
    ['#!/bin/sh\n\0', 'NUL'],
    [`#!/bin/sh\n${'x'.repeat(MAX_USER_DATA_BYTES)}`, 'at most 64 KiB'],
  ])('is refused: %j', (text, fault) => {
    expect(userDataFault(text)).toContain(fault);
  });

  it('that is nested without end is refused in words', () => {
    const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
    expect(userDataFault(`#cloud-config\na: ${deep}`)).toBe(
      'User data is not valid YAML, line 2: It is nested too deeply',
    );
  });

  it('whose aliases would grow without end is not read that far', () => {
    const bomb = ['a0: &a0 [x]'];
    for (let i = 1; i < 12; i++)
      bomb.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(userDataFault(`#cloud-config\n${bomb.join('\n')}`)).toBeNull();
  });
});

describe('SSH keys', () => {
  it('are taken one a line, with comments and blank lines between', () => {
    const text = `# mine\n\n${ED25519}\n  ${ED25519}  \n`;
    expect(sshKeyFault(text)).toBeNull();
    expect(sshKeysOf(text)).toEqual([ED25519, ED25519]);
  });

  it.each([
    ['', 'no key'],
    ['hello', 'not a public SSH key'],
    [ED25519.slice(0, 60), 'not a public SSH key'],
    [ED25519.replace('ssh-ed25519', 'ssh-rsa'), 'not a public SSH key'],
    [`${ED25519}\nssh-rsa AAAA`, 'Key 2'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nabc', 'private key'],
  ])('are refused: %j', (text, fault) => {
    expect(sshKeyFault(text)).toContain(fault);
  });
});
