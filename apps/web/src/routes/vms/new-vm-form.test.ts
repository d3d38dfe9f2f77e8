import { beforeEach, describe, expect, test } from 'vitest';
import {
  draftFaults,
  emptyDraft,
  inputOf,
  keepNewVm,
  loadNewVm,
  nameFault,
  sizeOf,
} from './new-vm-form.ts';

const template = {
  ...{ id: 't1', defaultVcpus: 1, defaultRamMiB: 128, minRamMiB: 64, diskGiB: 1 },
  ...{ cloudInit: false, format: 'QCOW2' as const },
};

describe('names follow the rule of the server', () => {
  test.each(['web-1', 'A', '9_lives', 'x'.repeat(30)])('%s is fine', (name) => {
    expect(nameFault(name)).toBeUndefined();
  });
  test.each([
    ['', 'Give the VM a name.'],
    ['-web', 'Begin with a letter or digit.'],
    ['web.1', '“.” is not allowed; use letters, digits, - and _.'],
    ['x'.repeat(31), 'At most 30 characters; these are 31.'],
  ])('%s is refused', (name, reason) => {
    expect(nameFault(name)).toBe(reason);
  });
});

test('a name alone makes a valid request with the defaults of the template', () => {
  const draft = { ...emptyDraft, name: 'web-1' };
  expect(draftFaults(draft, template)).toEqual({});
  expect(inputOf(draft, template)).toEqual({ name: 'web-1', templateId: 't1', start: true });
});

test('a size of one’s own is sent in MiB', () => {
  const draft = { ...emptyDraft, name: 'a', preset: 'custom', vcpus: '3', ram: '1.5' };
  expect(inputOf(draft, template)).toMatchObject({ vcpus: 3, ramMiB: 1536 });
});

test('an extra disk is sent when there is one', () => {
  const draft = { ...emptyDraft, name: 'a', extraDisk: ' 20 ' };
  expect(draftFaults(draft, template)).toEqual({});
  expect(inputOf(draft, template)).toMatchObject({ extraDiskGiB: 20 });
  expect(inputOf({ ...draft, extraDisk: '' }, template)).not.toHaveProperty('extraDiskGiB');
});

test.each(['0', '-1', '1.5', 'much'])('an extra disk of %s GiB is refused', (extraDisk) => {
  expect(draftFaults({ ...emptyDraft, name: 'a', extraDisk }, template)).toHaveProperty(
    'extraDiskGiB',
  );
});

test.each(['0', '-1', '1.5', 'many', ''])('%s vCPUs are refused', (vcpus) => {
  const draft = { ...emptyDraft, name: 'a', preset: 'custom', vcpus, ram: '1' };
  expect(draftFaults(draft, template)).toHaveProperty('vcpus');
  expect(sizeOf(draft, template)).toBeUndefined();
});

test('less RAM than the template needs is refused', () => {
  const draft = { ...emptyDraft, name: 'a', preset: 'custom', vcpus: '1', ram: '32' } as const;
  expect(draftFaults({ ...draft, ramUnit: 'MiB' }, template)).toEqual({
    ramMiB: 'This template needs at least 64 MiB.',
  });
});

test('what a guest is told is sent where the template listens, and kept where not', () => {
  const draft = { ...emptyDraft, name: 'a', sshKey: 'ssh-ed25519 AAAA', userData: '#!/bin/sh' };
  expect(inputOf(draft, template)).not.toHaveProperty('sshKey');
  expect(inputOf(draft, { ...template, cloudInit: true })).toMatchObject({
    sshKey: 'ssh-ed25519 AAAA',
    userData: '#!/bin/sh',
  });
});

test('the size of the empty disk is asked for with a disc alone', () => {
  const draft = { ...emptyDraft, name: 'a', disk: '20' };
  const disc = { ...template, format: 'ISO' as const };
  expect(inputOf(draft, template)).not.toHaveProperty('diskGiB');
  expect(inputOf(draft, disc)).toMatchObject({ diskGiB: 20 });
  expect(draftFaults({ ...draft, disk: '0' }, disc)).toHaveProperty('diskGiB');
});

describe('the draft', () => {
  beforeEach(() => sessionStorage.clear());
  test('survives a reload', () => {
    const draft = { ...emptyDraft, name: 'kept', purpose: 'thesis' };
    keepNewVm(draft);
    expect(loadNewVm()).toEqual(draft);
  });
  test('of another shape or not readable starts afresh', () => {
    sessionStorage.setItem('baadal.draft.new-vm', '{"name":7,"preset":"large"}');
    expect(loadNewVm()).toEqual({ ...emptyDraft, preset: 'large' });
    sessionStorage.setItem('baadal.draft.new-vm', 'no json');
    expect(loadNewVm()).toEqual(emptyDraft);
  });
});
