import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { expect, test } from 'vitest';
import { faultOf } from './api-fault.ts';

const graphql = (extensions: Record<string, unknown>) =>
  new CombinedGraphQLErrors({ data: null, errors: [{ message: 'No', extensions }] });

test('code, request and fields of a refusal are kept, paths without the input’s root', () => {
  const fields = [{ path: 'input.name', message: 'taken' }];
  expect(faultOf(graphql({ code: 'BAD_USER_INPUT', requestId: 'r1', fields }))).toEqual({
    code: 'BAD_USER_INPUT',
    message: 'No',
    requestId: 'r1',
    fields: [{ path: 'name', message: 'taken' }],
  });
});

test('the wait of a limit is told in ms, from wherever it stands', () => {
  expect(faultOf(graphql({ code: 'RATE_LIMITED', retryAfterSeconds: 2 })).retryAfterMs).toBe(2000);
  const details = { retryAfterMs: 500 };
  expect(faultOf(graphql({ code: 'RATE_LIMITED', details })).retryAfterMs).toBe(500);
});

test('a 503 with a GraphQL body is that body, without one it is UNAVAILABLE', () => {
  const response = new Response(null, { status: 503 });
  const bodyText = '{"errors":[{"message":"Database away","extensions":{"code":"UNAVAILABLE"}}]}';
  expect(faultOf(new ServerError('no', { response, bodyText })).message).toBe('Database away');
  expect(faultOf(new ServerError('no', { response, bodyText: '<html>' })).code).toBe('UNAVAILABLE');
});

test('no answer at all is OFFLINE', () => {
  expect(faultOf(new TypeError('Failed to fetch')).code).toBe('OFFLINE');
});
