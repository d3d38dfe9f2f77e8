import { expect, test } from 'vitest';
import { formatVmListParams, parseVmListParams, vmFilterOf } from './vm-list-params.ts';

const parse = (query: string) => parseVmListParams(new URLSearchParams(query));

test('a plain address is the plain list by name', () => {
  const params = parse('');
  expect(params).toMatchObject({ search: '', status: [], sort: 'NAME', direction: 'ASC', page: 1 });
  expect(vmFilterOf(params)).toEqual({});
  expect(formatVmListParams(params).toString()).toBe('');
});

test('search, filters, order and page come back from the address as they went in', () => {
  const query =
    'q=10.20&state=running%2Ccrashed&mine=1&host=h1&owner=u2&template=t3&sort=ram&dir=desc&after=abc&page=3';
  const params = parse(query);
  expect(formatVmListParams(params).toString()).toBe(query);
  expect(vmFilterOf(params)).toEqual({
    search: '10.20',
    status: ['RUNNING', 'CRASHED'],
    mine: true,
    hostId: 'h1',
    ownerId: 'u2',
    templateId: 't3',
  });
});

test('what it does not know falls back to the default', () => {
  expect(parse('state=happy,running&sort=colour&dir=up&page=7')).toMatchObject({
    status: ['RUNNING'],
    sort: 'NAME',
    direction: 'ASC',
    page: 1,
  });
});
