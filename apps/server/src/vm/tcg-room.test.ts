import { describe, expect, it } from 'vitest';
import { hasRegionsFor, parseJit } from './tcg-room.ts';

const SIZE = 33_472_512;

describe('room for vCPUs in an emulated guest', () => {
  it('reads how full the translation cache is', () => {
    const text = 'Translation buffer state:\ngen code size       26401267/33472512\nTB count  1';
    expect(parseJit(text)).toEqual({ used: 26_401_267, size: SIZE });
    expect(parseJit('Accelerator does not provide this')).toBeNull();
  });

  it('leaves no vCPU without a region', () => {
    const at = (used: number, wanted: number, maximum = 8) =>
      hasRegionsFor({ used, size: SIZE }, { wanted, maximum });
    // 16 regions, 12 of them full.
    expect(at(26_401_267, 3)).toBe(true);
    expect(at(26_401_267, 4)).toBe(false);
    expect(at(26_401_267, 8)).toBe(false);
    expect(at(0, 8)).toBe(true);
    expect(at(31_000_000, 3)).toBe(false);
    // As many regions as vCPUs where there are more of these.
    expect(at(0, 16, 16)).toBe(false);
    expect(at(0, 15, 16)).toBe(true);
  });
});
