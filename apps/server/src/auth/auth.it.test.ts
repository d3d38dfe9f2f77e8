import { once } from 'node:events';
import { connect } from 'node:net';
import {
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isLeafType,
  isRequiredArgument,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../../test/product.ts';
import { run } from '../platform/db.ts';
import type { Topic } from '../platform/events.ts';
import { buildSchema } from '../schema.ts';
import { OPERATIONS } from './policy.ts';

/** A call of a query with something for each argument that it needs. */
function anyCallOf(schema: GraphQLSchema, name: string): string {
  const field = schema.getQueryType()?.getFields()[name];
  if (!field) throw new Error(`no query ${name}`);
  const given = field.args.filter(isRequiredArgument).map((argument) => {
    const type = getNamedType(argument.type);
    if (isEnumType(type)) return `${argument.name}: ${type.getValues()[0]?.name}`;
    return `${argument.name}: ${/^(Int|Float)$/.test(type.name) ? '1' : '"x"'}`;
  });
  const args = given.length > 0 ? `(${given.join(', ')})` : '';
  return `${name}${args} ${isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'}`;
}

let product: Product;
beforeAll(async () => {
  product = await Product.start({ name: 'au', hosts: 1 });
});
afterAll(() => product?.[Symbol.asyncDispose]());

/** The next event of a topic. */
const heard = (topic: Topic) =>
  new Promise((resolve) => {
    const off = product.app.services.events.on(topic, (payload) => {
      off();
      resolve(payload);
    });
  });

const LOGIN = 'mutation ($i: LoginInput!) { login(input: $i) { username } }';
const TOKEN =
  'mutation ($i: CreateApiTokenInput!) { createApiToken(input: $i) { token apiToken { id } } }';

describe('signing in', () => {
  it('knows nobody without a credential', async () => {
    const nobody = product.client();
    expect((await nobody.ask('{ viewer { id } }')).viewer).toBeNull();
    expect((await nobody.refused('{ vms { totalCount } }')).code).toBe('UNAUTHENTICATED');
  });

  it('sets a cookie that scripts of a page cannot read, and forgets it at sign-out', async () => {
    await product.user('carol');
    const response = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: LOGIN,
        variables: { i: { username: 'carol', password: 'a long password' } },
      }),
    });
    const cookie = response.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    const carol = await product.client().login('carol', 'a long password');
    expect((await carol.ask('{ viewer { username } }')).viewer.username).toBe('carol');
    const told = heard('access');
    const { viewer } = await carol.ask('{ viewer { id } }');
    await carol.ask('mutation { logout }');
    expect(await told).toEqual({ userId: viewer.id });
    expect((await carol.ask('{ viewer { username } }')).viewer).toBeNull();
  });

  it('does not say whether the name or the password was wrong', async () => {
    const client = product.client();
    const wrongName = await client.refused(LOGIN, { i: { username: 'nobody', password: 'x' } });
    const wrongPassword = await client.refused(LOGIN, { i: { username: 'carol', password: 'x' } });
    expect(wrongName.message).toBe(wrongPassword.message);
    expect(wrongName.code).toBe('UNAUTHENTICATED');
  });

  it('takes no other spelling for a name, but upper and lower case', async () => {
    await product.user('peggy');
    const client = product.client();
    const given = (username: string) => ({ i: { username, password: 'a long password' } });
    for (const username of ['péggy', 'peg\u200bgy', 'ｐeggy', 'peggy\u0001'])
      expect(await client.refused(LOGIN, given(username)), username).toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    expect((await client.ask(LOGIN, given(' Peggy '))).login.username).toBe('peggy');
  });

  it('refuses a form of another site, which cannot send JSON', async () => {
    const response = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    });
    expect(response.status).toBe(400);
  });

  it('offers a change of the first password, after which other sessions end', async () => {
    const here = await product.user('dave');
    const there = await product.client().login('dave', 'a long password');
    const change =
      'mutation ($i: ChangePasswordInput!) { changePassword(input: $i) { passwordChangeSuggested } }';
    const wrong = await here.refused(change, {
      i: { currentPassword: 'no', newPassword: 'another long one' },
    });
    expect(wrong).toMatchObject({ code: 'BAD_USER_INPUT' });
    const short = await here.refused(change, {
      i: { currentPassword: 'a long password', newPassword: 'x' },
    });
    expect(short).toMatchObject({ code: 'BAD_USER_INPUT' });
    const told = heard('access');
    const done = await here.ask(change, {
      i: { currentPassword: 'a long password', newPassword: 'another long one' },
    });
    expect(done.changePassword.passwordChangeSuggested).toBe(false);
    expect((await here.ask('{ viewer { id } }')).viewer).not.toBeNull();
    expect((await there.ask('{ viewer { id } }')).viewer).toBeNull();
    expect(await told).toEqual({ userId: (await here.ask('{ viewer { id } }')).viewer.id });
  });

  it('ends the sessions of a person who is deactivated', async () => {
    const eve = await product.user('eve');
    const { viewer } = await eve.ask('{ viewer { id } }');
    const edit = 'mutation ($i: EditUserInput!) { editUser(input: $i) { id } }';
    await product.admin.ask(edit, { i: { id: viewer.id, active: false } });
    expect((await eve.ask('{ viewer { id } }')).viewer).toBeNull();
    // Oneself least of all, however one's id is written.
    const admin = (await product.admin.ask('{ viewer { id } }')).viewer.id;
    expect(
      await product.admin.refused(edit, { i: { id: admin.toUpperCase(), active: false } }),
    ).toMatchObject({
      code: 'CONFLICT',
    });
    expect(
      (await eve.refused(LOGIN, { i: { username: 'eve', password: 'a long password' } })).code,
    ).toBe('UNAUTHENTICATED');
  });
});

describe('API tokens', () => {
  it('work for HTTP and WebSocket, within their scopes, until revoked', async () => {
    const frank = await product.user('frank');
    const { createApiToken } = await frank.ask(TOKEN, { i: { name: 'monitor', scopes: ['READ'] } });
    await using script = product.client(createApiToken.token);
    expect((await script.ask('{ viewer { username } }')).viewer.username).toBe('frank');
    const input = { name: 'a', templateId: await product.templateId() };
    const refused = await script.refused(
      'mutation ($i: CreateVmInput!) { createVm(input: $i) { id } }',
      { i: input },
    );
    expect(refused).toMatchObject({ code: 'FORBIDDEN' });
    script.comeBackMs = 0;
    const watching = script.subscribe('subscription { vmUpdated { id } }');
    // Its socket stands once something comes back.
    const first = watching.next();
    await product.createVm(frank, { name: 'seen', start: false });
    await first;
    const end = (async () => {
      for await (const _ of watching);
    })();
    end.catch(() => undefined);
    await frank.ask('mutation ($i: RevokeApiTokenInput!) { revokeApiToken(input: $i) { id } }', {
      i: { id: createApiToken.apiToken.id },
    });
    expect((await script.refused('{ viewer { username } }')).code).toBe('UNAUTHENTICATED');
    await expect(end).rejects.toMatchObject({ code: 4403 });
  });

  it('are refused when wrong or expired', async () => {
    const wrong = product.client('baadal_wrong');
    expect((await wrong.refused('{ vms { totalCount } }')).code).toBe('UNAUTHENTICATED');
    const grace = await product.user('grace');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { createApiToken } = await grace.ask(TOKEN, { i: { name: 'short', expiresAt } });
    const script = product.client(createApiToken.token);
    expect((await script.ask('{ viewer { username } }')).viewer.username).toBe('grace');
    for (const longer of [undefined, new Date(Date.parse(expiresAt) + 1).toISOString()])
      expect(await script.refused(TOKEN, { i: { name: 'x', expiresAt: longer } })).toMatchObject({
        fields: [{ path: 'expiresAt' }],
      });
    await script.ask(TOKEN, { i: { name: 'as long', expiresAt } });
    await run(
      product.app.services.em(),
      "update api_token set expires_at = '2020-01-01' where id = ?",
      [createApiToken.apiToken.id],
    );
    expect((await script.refused('{ vms { totalCount } }')).code).toBe('UNAUTHENTICATED');
    const past = await grace.refused(TOKEN, {
      i: { name: 'dead', expiresAt: '2020-01-01T00:00:00Z' },
    });
    expect(past).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('who may call what', () => {
  it('refuses every operation of admins to an ordinary user', async () => {
    const heidi = await product.user('heidi');
    const schema = buildSchema();
    const listed = Object.entries(OPERATIONS)
      .filter(([name, grant]) => name.startsWith('Query.') && /ADMIN$/.test(grant))
      .map(([name]) => name.slice('Query.'.length));
    expect(listed).toContain('hosts');
    for (const name of listed)
      expect((await heidi.refused(`{ ${anyCallOf(schema, name)} }`)).code, name).toBe('FORBIDDEN');
    const subscription = heidi.subscribe('subscription { hostUpdated { id } }');
    expect((await subscription.next()).value.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('hides what lies behind a VM from its users', async () => {
    const ivan = await product.user('ivan');
    const made = await product.createVm(ivan, { name: 'mine', start: false });
    const ask = (fields: string) => `query ($id: ID!) { vm(id: $id) { host { ${fields} } } }`;
    expect((await ivan.ask(ask('name status'), { id: made.vmId })).vm.host.name).toBe('host1');
    for (const field of ['address', 'vms { id }', 'hostKeyFingerprint'])
      expect((await ivan.refused(ask(field), { id: made.vmId })).code).toBe('FORBIDDEN');
  });
});

describe('hostile requests', () => {
  it('refuses a query nested 50 deep before running it', async () => {
    const deep = `{ vms { nodes { ${'activeTask { vm { '.repeat(25)} id ${'} } '.repeat(25)} } } }`;
    expect((await product.admin.refused(deep)).code).toBe('QUERY_TOO_COMPLEX');
  });

  it('refuses the same over WebSocket', async () => {
    const deep = `subscription { vmUpdated { ${'activeTask { vm { '.repeat(25)} id ${'} } '.repeat(25)} } }`;
    await expect(product.admin.subscribe(deep).next()).rejects.toMatchObject([
      { extensions: { code: 'QUERY_TOO_COMPLEX' } },
    ]);
  });

  it('says over WebSocket what is wrong with a query or its variables', async () => {
    const code = 'BAD_USER_INPUT';
    await expect(product.admin.subscribe('subscription { nonsense }').next()).rejects.toMatchObject(
      [{ message: expect.stringContaining('nonsense'), extensions: { code } }],
    );
    const query = 'subscription ($id: ID!) { taskUpdated(id: $id) { id } }';
    expect((await product.admin.subscribe(query).next()).value.errors).toMatchObject([
      { message: expect.stringContaining('$id'), extensions: { code } },
    ]);
  });

  it.each(['//', '/\\', 'http://[', '*', '/nothing', '/console/vnc/x'])(
    'closes a connection that wants to become a WebSocket at %s, and nothing else',
    async (target) => {
      const socket = connect(Number(new URL(product.url).port), 'localhost');
      const headers = ['Host: x', 'Origin: http://y', 'Connection: Upgrade', 'Upgrade: websocket'];
      socket.write([`GET ${target} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
      socket.resume();
      await once(socket, 'close');
      expect((await product.admin.ask('{ viewer { username } }')).viewer.username).toBe('admin');
    },
  );

  it('reads no longer documents over WebSocket than over HTTP', async () => {
    const long = `subscription { vmUpdated { ${'id '.repeat(7_000)} } }`;
    const why = expect.stringContaining('6000 tokens');
    await expect(product.admin.subscribe(long).next()).rejects.toMatchObject([{ message: why }]);
  });

  it('names what no row could hold: a moment beyond the calendar, an endless id', async () => {
    const edit = 'mutation ($i: EditVmInput!) { editVm(input: $i) { id } }';
    const moment = { id: 'vm_none', expiresAt: '+275760-09-13T00:00:00Z' };
    const never = await product.admin.send(edit, { i: moment });
    expect(JSON.stringify(never.errors)).toContain('up to the year 9999');
    const set = 'mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }';
    const i = { name: 'maxUploadGiB', value: '50', clientMutationId: 'x'.repeat(101) };
    expect(await product.admin.refused(set, { i })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'clientMutationId' }],
    });
  });

  it.each([
    ['{"query":', 400],
    [JSON.stringify({ query: 'x'.repeat(1_100_000) }), 413],
  ])('answers a body that cannot be read in the shape of its errors', async (body, status) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${product.url}/graphql`, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(JSON.parse(text).errors[0].extensions.code).toBe('BAD_REQUEST');
    expect(text).not.toMatch(/node_modules|at /);
  });

  it('keeps stack traces, SQL and paths to itself', async () => {
    const { errors } = await product.admin.send('query ($id: ID!) { vm(id: $id) { id } }', {
      id: "' or 1=1 --",
    });
    expect(errors[0]?.extensions['code']).toBe('NOT_FOUND');
    const bad = await product.admin.send('{ nonsense }');
    expect(JSON.stringify(bad)).not.toMatch(/node_modules|select |stacktrace|\/src\//);
  });

  // Last of all: it leaves this address locked out.
  it('slows down 100 wrong sign-ins at once, and the rest goes on', async () => {
    const client = product.client();
    const attempts = Array.from({ length: 100 }, (_, i) =>
      client.send(LOGIN, { i: { username: `user${i % 10}`, password: 'wrong' } }),
    );
    const codes = (await Promise.all(attempts)).map(({ errors }) => errors[0]?.extensions['code']);
    expect(new Set(codes)).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']));
    expect(codes.filter((code) => code === 'UNAUTHENTICATED').length).toBeLessThanOrEqual(30);
    const refused = await client.refused(LOGIN, { i: { username: 'admin', password: 'wrong' } });
    expect(refused).toMatchObject({ code: 'RATE_LIMITED' });
    expect((refused as unknown as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(
      0,
    );
    expect((await product.admin.ask('{ viewer { username } }')).viewer.username).toBe('admin');
  });
});
