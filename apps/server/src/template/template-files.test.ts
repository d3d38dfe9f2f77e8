import { describe, expect, it } from 'vitest';
import type { TemplateId } from '../platform/ids.ts';
import { templateFile } from './template-files.ts';

const id = 'tpl_01kb50000000abcdefgh' as TemplateId;

describe("a template's file", () => {
  it.each([
    ['Debian 12 (web)', 'vm_templates/debian-12-web-abcdefgh.qcow2'],
    ['../../etc/passwd', 'vm_templates/etc-passwd-abcdefgh.qcow2'],
    ['बादल', 'vm_templates/template-abcdefgh.qcow2'],
    ['x'.repeat(99), `vm_templates/${'x'.repeat(40)}-abcdefgh.qcow2`],
  ])('is named after %j within its directory', (name, file) => {
    expect(templateFile({ id, name }, 'qcow2')).toBe(file);
  });
});
