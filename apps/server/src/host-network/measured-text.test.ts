import { describe, expect, it } from 'vitest';
import { parseFping, parseIperf3, parseNetperf, parsePing, typicalMs } from './measured-text.ts';

describe('what measuring programs print', () => {
  it('reads the lines of fping, answers and silence', () => {
    const text =
      'ICMP Host Unreachable from 10.0.0.1 for ICMP Echo sent to 10.0.0.9\n' +
      '10.0.0.2 : 12.8 10.4 13.2 10.4 10.4\n10.0.0.3  : 0.06 - 0.05\n10.0.0.9 : - - -\n';
    expect(parseFping(text)).toEqual(
      new Map([
        ['10.0.0.2', [12.8, 10.4, 13.2, 10.4, 10.4]],
        ['10.0.0.3', [0.06, null, 0.05]],
        ['10.0.0.9', [null, null, null]],
      ]),
    );
    expect(parseFping('fping: not found\n').size).toBe(0);
  });

  it('reads the lines of ping', () => {
    const text =
      '64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.061 ms\n64 bytes from 10.0.0.2: icmp_seq=3 ttl=64 time=18.5 ms\n';
    expect(parsePing(text)).toEqual([0.061, 18.5]);
    expect(parsePing('3 packets transmitted, 0 received')).toEqual([]);
  });

  it('takes the middle, and rounds nothing to 0', () => {
    expect(typicalMs([0.04, 12, 0.06])).toBe(0.06);
    expect(typicalMs([0.04, null, 0.06, null])).toBeCloseTo(0.05);
    expect(typicalMs([null, null])).toBeNull();
    expect(typicalMs([])).toBeNull();
  });

  it('reads iperf3, its faults and its silence', () => {
    const report = { end: { sum_received: { bits_per_second: 93_600_000 } } };
    expect(parseIperf3(JSON.stringify(report))).toEqual({ mbps: 93.6 });
    expect(parseIperf3('{"error":"unable to connect to server: Connection refused"}')).toEqual({
      error: 'unable to connect to server: Connection refused',
    });
    expect(parseIperf3('{"end":{"sum_received":{"bits_per_second":0}}}')).toHaveProperty('error');
    expect(parseIperf3('sh: iperf3: not found')).toHaveProperty('error');
  });

  it('reads the last column of netperf', () => {
    expect(parseNetperf(' 131072  16384  16384    3.00      941.52   \n')).toEqual({
      mbps: 941.52,
    });
    expect(parseNetperf('establish control: are you sure there is a netserver')).toHaveProperty(
      'error',
    );
  });
});
