import { describe, expect, it } from 'vitest';
import { readTransfer, transferPercent, transferWords } from './transfer.ts';

const MIB = 1024 ** 2;
const stats = (of: Record<string, number>) => ({
  stats: Object.fromEntries(Object.entries(of).map(([key, value]) => [key, BigInt(value)])),
});

describe('readTransfer', () => {
  it('tells nothing while libvirt prepares', () => {
    expect(readTransfer(stats({ data_processed: 0, data_remaining: 0 }))).toBeNull();
  });

  it('takes the rate that libvirt measures, and the time that the rest takes at it', () => {
    const transfer = readTransfer(
      stats({
        ...{ data_total: 100 * MIB, data_processed: 40 * MIB, data_remaining: 60 * MIB },
        ...{ time_elapsed: 1_000, memory_bps: 20 * MIB },
      }),
    );
    expect(transfer).toMatchObject({ bytesPerSecond: 20 * MIB, secondsLeft: 3 });
    expect(transfer && transferPercent(transfer)).toBe(40);
    expect(transfer && transferWords(transfer, 'memory')).toBe(
      '40 of 100 MiB of memory, 20 MiB/s, 3 s left',
    );
  });

  it('tells no rate in the first moments', () => {
    const transfer = readTransfer(
      stats({ data_processed: 20_000, data_remaining: 270 * MIB, time_elapsed: 400 }),
    );
    expect(transfer).toMatchObject({ bytesPerSecond: 0, secondsLeft: null });
    expect(transfer && transferWords(transfer, 'memory')).toBe('0 of 270 MiB of memory');
  });

  it('counts what is sent again, and goes by the clock where no rate is told', () => {
    const transfer = readTransfer(
      stats({
        ...{ data_total: 100 * MIB, data_processed: 90 * MIB, data_remaining: 30 * MIB },
        time_elapsed: 3_000,
      }),
    );
    expect(transfer).toMatchObject({ totalBytes: 120 * MIB, secondsLeft: 1 });
  });
});
