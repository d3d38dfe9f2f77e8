import { expect, it } from 'vitest';
import { rebridged } from './migration-xml.ts';

const INTERFACE = (bridge: string) =>
  `<interface type='bridge'><source bridge='${bridge}' portid='a1'/><target dev='vnet0'/></interface>`;

it('names another bridge in each interface of that bridge, and nowhere else', () => {
  const xml = `<description>br-a</description>${INTERFACE('br-a')}${INTERFACE('br-a2')}`;
  expect(rebridged('br-a', 'br-b')(xml)).toBe(
    `<description>br-a</description>${INTERFACE('br-b')}${INTERFACE('br-a2')}`,
  );
  expect(rebridged('br-a', 'br-a')(xml)).toBe(xml);
});
