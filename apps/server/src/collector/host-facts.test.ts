import { describe, expect, it } from 'vitest';
import { parseFacts } from './host-facts.ts';

const STAT = `1 (a (b) c) S 0 1 1 0 -1 4194560 ${'7 '.repeat(12)}8123 170000000 2000`;

describe('parseFacts', () => {
  it('reads type, MAC and boot', () => {
    const output = `bootId=abc\ninit=${STAT}\nvirtual=1\nmac=52:54:00:AA:00:01\n`;
    expect(parseFacts(output)).toEqual({
      type: 'VIRTUAL',
      mac: '52:54:00:aa:00:01',
      bootMarker: 'abc/8123',
    });
  });

  it('does without what the host could not tell', () => {
    expect(parseFacts(`bootId=abc\ninit=${STAT}\nmac=\n`)).toMatchObject({
      type: 'PHYSICAL',
      mac: null,
    });
  });

  it('tells two boots of containers on one kernel apart', () => {
    const marker = (stat: string) => parseFacts(`bootId=abc\ninit=${stat}\n`).bootMarker;
    expect(marker(STAT)).not.toBe(marker(STAT.replace('8123', '9123')));
  });
});
