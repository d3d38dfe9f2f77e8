import { describe, expect, it } from 'vitest';
import { hostCpuPercent } from './figures.ts';
import { hostCounters, hostFigures } from './host-counters.ts';

const PROCESSES = `processes
1 (init (old) x) S 0 1 1 0 -1 4194560 1 1 1 1 100 50 0 0 20 0 1 0 500 1000 256 18446744073709551615
42 (qemu) R 1 1 1 0 -1 4194560 1 1 1 1 1000 500 0 0 20 0 1 0 900 1000 25600 18446744073709551615
1/io:read_bytes: 0
1/io:write_bytes: 0
1/io:cancelled_write_bytes: 7
42/io:read_bytes: 4096
42/io:write_bytes: 8192
`;

/** As the script prints it, in Linux 6.1. */
function output(
  of: { cpu?: string; rx?: number; written?: number; boot?: string; processes?: string } = {},
): string {
  return `${of.boot ?? 'b0072c69-56d9-4b43-9b1c-4d8dd7a5a1f7'}
cpu  ${of.cpu ?? '1000 100 500 8000 200 10 20 0 0 0'}
cpu0 500 50 250 4000 100 5 10 0 0 0
intr 12345 0 1 2
ctxt 999
btime 1700000000
processes 4242
procs_running 3
0.52 0.58 0.59 3/1234 56789
MemTotal:       16384000 kB
MemFree:         1000000 kB
MemAvailable:    8192000 kB
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 999999999    10    0    0    0     0          0         0 999999999    10    0    0    0     0       0          0
  eth0: ${of.rx ?? 1000}    10    0    0    0     0          0         0     2000      20    0    0    0     0       0          0
 vnet0: 77777    10    0    0    0     0          0         0     77777      20    0    0    0     0       0          0
   8       0 sda 100 0 2000 50 200 0 ${of.written ?? 4000} 90 0 80 140 0 0 0 0 5 10
   8       1 sda1 100 0 2000 50 200 0 4000 90 0 80 140 0 0 0 0 5 10
 253       0 dm-0 100 0 2000 50 200 0 4000 90 0 80 140 0 0 0 0 5 10
${of.processes ?? ''}`;
}
const own = { intervalMs: 10_000, cpus: 2, shared: false };

describe('hostCounters', () => {
  it('reads what counts once: whole disks, real interfaces', () => {
    expect(hostCounters(output(), 0)).toMatchObject({
      bootId: 'b0072c69-56d9-4b43-9b1c-4d8dd7a5a1f7',
      load: [0.52, 0.58, 0.59],
      ramUsedBytes: 8_192_000 * 1024,
      diskReadBytes: 2_000n * 512n,
      diskWriteBytes: 4_000n * 512n,
      rxBytes: 1_000n,
      txBytes: 2_000n,
      processes: null,
    });
  });

  it('reads processes with any name', () => {
    const { processes } = hostCounters(output({ processes: PROCESSES }), 0);
    expect(processes?.get('1')).toMatchObject({ user: 100n, system: 50n, startedAt: '500' });
    expect(processes?.get('42')).toMatchObject({ rssPages: 25_600n, writeBytes: 8_192n });
  });

  it.each(['', 'sh: not found', 'cpu x'])('refuses %j', (text) => {
    expect(() => hostCounters(text, 0)).toThrow();
  });
});

describe('hostFigures', () => {
  it('tells the share of all CPUs, and rates', () => {
    // Of 2,000 ticks: 600 user, 100 nice, 200 system with interrupts, 100 waiting.
    const later = output({ cpu: '1600 200 650 9000 300 30 50 0 0 0', rx: 11_000, written: 24_000 });
    const figures = hostFigures(hostCounters(output(), 0), hostCounters(later, 10_000), own);
    expect(figures.cpuUser).toBeCloseTo(30);
    expect(figures.cpuNice).toBeCloseTo(5);
    expect(figures.cpuSystem).toBeCloseTo(10);
    expect(figures.cpuIowait).toBeCloseTo(5);
    expect(hostCpuPercent(figures)).toBeCloseTo(45);
    expect(figures).toMatchObject({ netRx: 1_000, netTx: 0, diskRead: 0, diskWrite: 1_024_000 });
    expect(figures).toMatchObject({ load1: 0.52, ram: 8_192_000 * 1024 });
  });

  it('has no rates for the first sample, after a boot, and after missed ones', () => {
    const first = hostCounters(output(), 0);
    const again = { ...hostCounters(output(), 10_000), bootId: 'another' };
    const late = hostCounters(output(), 60_000);
    for (const figures of [
      hostFigures(null, first, own),
      hostFigures(first, again, own),
      hostFigures(first, late, own),
    ])
      expect(figures).toMatchObject({ cpuUser: null, netRx: null, diskWrite: null, load1: 0.52 });
  });

  it('is the sum of its own processes where several hosts share a kernel', () => {
    const before = hostCounters(output({ processes: PROCESSES }), 0);
    const later = PROCESSES.replace(' 1000 500 ', ' 1900 600 ')
      .replace('write_bytes: 8192', 'write_bytes: 18192')
      // A process that was not there before counts from its start.
      .concat('77 (new) R 1 1 1 0 -1 0 1 1 1 1 100 0 0 0 20 0 1 0 950 1000 256 1\n');
    const figures = hostFigures(before, hostCounters(output({ processes: later }), 10_000), {
      ...own,
      shared: true,
    });
    // 10 s of user time and 1 s of system time in 10 s on 2 CPUs.
    expect(figures).toMatchObject({ cpuUser: 50, cpuSystem: 5, cpuNice: 0, load1: null });
    expect(figures).toMatchObject({ ram: (256 + 25_600 + 256) * 4096, diskWrite: 1_000 });
    expect(figures.cpuIowait).toBeNull();
  });

  it('has nobody see a process that got the number of another', () => {
    const before = hostCounters(output({ processes: PROCESSES }), 0);
    const other = PROCESSES.replace(' 0 900 1000 ', ' 0 990 1000 ').replace(' 1000 500 ', ' 10 0 ');
    const figures = hostFigures(before, hostCounters(output({ processes: other }), 10_000), {
      ...own,
      shared: true,
    });
    expect(figures.cpuUser).toBeCloseTo(0.5);
  });
});
