import { describe, expect, it } from 'vitest';
import { parseDf } from './file-system-use.ts';

describe('parseDf', () => {
  it('reads sizes by path, blanks in paths included', () => {
    const output = `    1B-blocks        Used File
 105089261568 20971520000 /mnt/datastore
1000 500 /mnt/with blank
`;
    expect([...parseDf(output)]).toEqual([
      ['/mnt/datastore', { size: 105089261568, used: 20971520000 }],
      ['/mnt/with blank', { size: 1000, used: 500 }],
    ]);
  });

  it('leaves out what is not figures', () => {
    expect([...parseDf('')]).toEqual([]);
    expect([...parseDf('Size Used File\n - - /proc\n')]).toEqual([]);
  });
});
