import { describe, expect, it } from 'vitest';
import { parseWriting, savingProgress } from './memory-progress.ts';

const IO = 'rchar: 15058416\nwchar: 5858624\nread_bytes: 4096\nwrite_bytes: 114674253\n';
const STATUS =
  'Name:\tqemu-system-x86\nVmHWM:\t  209000 kB\nVmRSS:\t  208456 kB\nRssAnon:\t  1 kB\n';

describe('parseWriting', () => {
  it('reads what the kernel says of a process', () => {
    expect(parseWriting(IO + STATUS)).toEqual({ written: 114_674_253, resident: 208_456 * 1024 });
  });

  it('knows nothing of a process that is gone', () => {
    expect(parseWriting(IO)).toBeNull();
    expect(parseWriting('')).toBeNull();
  });
});

describe('savingProgress', () => {
  const MIB = 1024 ** 2;
  const from = { written: 10 * MIB, resident: 200 * MIB };

  it('counts from where the process was', () => {
    expect(savingProgress(from, { written: 60 * MIB, resident: 210 * MIB })).toEqual({
      percent: 25,
      text: '50 of at most 200 MiB of memory written; libvirt cannot break this off',
    });
  });

  it('is never done before the call has ended, and never goes below nothing', () => {
    expect(savingProgress(from, { written: 400 * MIB, resident: 200 * MIB }).percent).toBe(99);
    expect(savingProgress(from, { written: 0, resident: 200 * MIB }).percent).toBe(0);
  });
});
