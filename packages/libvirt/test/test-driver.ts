import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the n-th domain of {@link writeTestHost}. */
export function testDomainName(index: number): string {
  return `vm-${String(index).padStart(4, '0')}`;
}

/**
 * Writes a file for libvirt's test driver: a host with `count` domains that run.
 * @returns the URI to open; every connection to it has a state of its own
 */
export function writeTestHost(dir: string, count: number): string {
  const domains = Array.from({ length: count }, (_, index) => {
    const uuid = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    return [
      `<domain type='test'><name>${testDomainName(index)}</name><uuid>${uuid}</uuid>`,
      `<memory unit='MiB'>128</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>`,
    ].join('');
  });
  const file = join(dir, `host-${count}.xml`);
  writeFileSync(file, `<node>\n${domains.join('\n')}\n</node>\n`);
  return `test://${file}`;
}
