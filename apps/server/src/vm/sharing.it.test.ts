import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { GraphqlClient } from '../../test/graphql-client.ts';
import { addHost, addVm, type TestVm } from '../../test/rows.ts';
import { type App, startApp } from '../app.ts';
import { OPERATIONS, VM_RULES, type VmRelation } from '../auth/policy.ts';
import { readConfig } from '../platform/config.ts';
import { rows, run } from '../platform/db.ts';
import type { DatastoreId, OrganisationId, UserId } from '../platform/ids.ts';
import { buildSchema } from '../schema.ts';
import { VmAction } from './vm-actions.ts';

const ADD =
  'mutation ($i: AddCollaboratorInput!) { addCollaborator(input: $i) { collaborators { username } } }';
const REMOVE = 'mutation ($i: RemoveCollaboratorInput!) { removeCollaborator(input: $i) { id } }';
const PASSWORD = 'a long password';

let dir: string;
let database: TestDatabase;
let app: App;
let admin: GraphqlClient;
let vm: TestVm;
const people = new Map<string, GraphqlClient>();
const clients: GraphqlClient[] = [];

const em = () => app.services.em();
const client = (name: string): GraphqlClient => {
  const found = people.get(name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

/** A client that ends with this file. */
function signedOut(): GraphqlClient {
  const made = new GraphqlClient(app.url ?? '');
  clients.push(made);
  return made;
}

/** The API alone: no worker carries out what is asked for, no host is needed. */
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'baadal-sharing-'));
  database = await createTestDatabase();
  app = await startApp(
    readConfig({
      ...{ BAADAL_PORT: '0', BAADAL_STATE_DIR: dir, BAADAL_ROLES: 'api' },
      ...{ BAADAL_DATABASE_URL: database.url, BAADAL_ADMIN_PASSWORD: PASSWORD },
    }),
  );
  admin = await signedOut().login('admin', PASSWORD);
  people.set('ADMIN', admin);
  const create =
    'mutation ($i: CreateUserInput!) { createUser(input: $i) { id organisation { id } } }';
  for (const [who, name, roles] of [
    ['OWNER', 'Olive Owner', ['USER']],
    ['COLLABORATOR', 'Carl Collaborator', ['USER']],
    ['ORGADMIN', 'Orla Admin', ['ORGADMIN']],
    ['STRANGER', 'Sam Stranger', ['FACULTY']],
  ] as const) {
    const username = who.toLowerCase();
    await admin.ask(create, { i: { username, name, roles, password: PASSWORD } });
    people.set(who, await signedOut().login(username, PASSWORD));
  }
  const base = await baseRows();
  vm = await addVm(em(), base, { hostId: await addHost(em(), { name: 'h1' }) });
  // Strangers are not of its organisation, and the organisation's admin is.
  await run(em(), "insert into organisation (id, name) values ('org_other', 'Other')");
  await run(em(), "update user set organisation_id = 'org_other' where username = 'stranger'");
}, 120_000);
afterAll(async () => {
  await Promise.all(clients.map((each) => each[Symbol.asyncDispose]()));
  await app?.stop(1_000);
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

async function baseRows() {
  const [owner] = await rows<{ id: UserId; organisation: OrganisationId }>(
    em(),
    "select id, organisation_id as organisation from user where username = 'owner'",
  );
  if (!owner) throw new Error('no owner');
  const datastore = 'ds_test' as DatastoreId;
  await run(em(), "insert into datastore (id, name, path) values (?, 'data', '/nowhere')", [
    datastore,
  ]);
  return { organisation: owner.organisation, owner: owner.id, datastore };
}

const share = (input: Record<string, unknown>, who = 'OWNER') =>
  client(who).ask(ADD, { i: { vmId: vm.id, ...input } });

describe('sharing a VM', () => {
  it('is refused with the field, for nobody, unknown people and the owner', async () => {
    for (const [path_, input] of [
      ['username', {}],
      ['username', { username: 'nobody-of-this-name' }],
      ['userId', { userId: 'user_nonsense' }],
      ['username', { username: 'owner' }],
    ] as const)
      expect(await client('OWNER').refused(ADD, { i: { vmId: vm.id, ...input } })).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ path: path_ }],
      });
    expect(
      await client('OWNER').refused(REMOVE, { i: { vmId: vm.id, username: 'stranger' } }),
    ).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('lets a person use it, once, and says so in its history', async () => {
    for (let i = 0; i < 2; i++)
      expect((await share({ username: 'collaborator' })).addCollaborator.collaborators).toEqual([
        { username: 'collaborator' },
      ]);
    const { vm: seen } = await client('COLLABORATOR').ask(
      'query ($id: ID!) { vm(id: $id) { events { nodes { attribute from to actor { username } } } } }',
      { id: vm.id },
    );
    expect(seen.events.nodes).toEqual([
      { attribute: 'collaborators', from: null, to: 'collaborator', actor: { username: 'owner' } },
    ]);
    const mine = 'query { vms(filter: { mine: true }) { nodes { id } } }';
    for (const who of ['OWNER', 'COLLABORATOR'])
      expect((await client(who).ask(mine)).vms.nodes).toEqual([{ id: vm.id }]);
    expect((await admin.ask(mine)).vms.nodes).toEqual([]);
  });

  it('finds people by how they are called, a few at a time', async () => {
    const find = async (search: string) =>
      (
        await client('OWNER').ask('query ($s: String!) { findPeople(search: $s) { username } }', {
          s: search,
        })
      ).findPeople.map((person: { username: string }) => person.username);
    expect(await find('collab')).toEqual(['collaborator']);
    expect(await find('strang')).toEqual(['stranger']);
    expect(await find('Carl')).toEqual(['collaborator']);
    expect(await find('c')).toEqual([]);
    expect(await find('%')).toEqual([]);
    expect(await find('__')).toEqual([]);
  });

  it('ends what a person who is left out had open', async () => {
    const watch = 'subscription ($id: ID!) { vmUpdated(id: $id) { id } }';
    const changes = client('COLLABORATOR').subscribe(watch, { id: vm.id });
    expect((await changes.next()).value.data.vmUpdated.id).toBe(vm.id);
    const removals = client('COLLABORATOR').subscribe('subscription { vmRemoved }');
    const others = admin.subscribe('subscription { vmRemoved }');
    const [gone, told] = [removals.next(), others.next()];
    let adminTold = false;
    void told.then(() => (adminTold = true));
    // The socket is known to be subscribed once another subscription on it has answered.
    const again = client('COLLABORATOR').subscribe(watch, { id: vm.id });
    await again.next();
    await client('OWNER').ask(REMOVE, { i: { vmId: vm.id, username: 'collaborator' } });
    expect((await changes.next()).done).toBe(true);
    expect((await gone).value.data.vmRemoved).toBe(vm.id);
    expect(adminTold).toBe(false);
    const query = 'query ($id: ID!) { vm(id: $id) { id } }';
    expect((await client('COLLABORATOR').refused(query, { id: vm.id })).code).toBe('NOT_FOUND');
    await share({ username: 'collaborator' });
  });

  it('lets a collaborator leave, but not put others out or let them in', async () => {
    const other = { vmId: vm.id, username: 'owner' };
    expect((await client('COLLABORATOR').refused(REMOVE, { i: other })).code).toBe('FORBIDDEN');
    const friend = { vmId: vm.id, username: 'stranger' };
    expect((await client('COLLABORATOR').refused(ADD, { i: friend })).code).toBe('FORBIDDEN');
    await client('COLLABORATOR').ask(REMOVE, { i: { vmId: vm.id, username: 'Collaborator' } });
    await share({ username: 'collaborator' });
  });

  it('turns the sockets of a person out whose account is closed', async () => {
    const temporary = await admin.ask(
      'mutation ($i: CreateUserInput!) { createUser(input: $i) { id } }',
      { i: { username: 'temp', name: 'Temp', password: PASSWORD } },
    );
    const temp = await signedOut().login('temp', PASSWORD);
    // It comes back several times, and is not let in.
    temp.comeBackMs = 20;
    await share({ username: 'temp' });
    const changes = temp.subscribe('subscription ($id: ID!) { vmUpdated(id: $id) { id } }', {
      id: vm.id,
    });
    await changes.next();
    const end = changes.next().then(
      ({ done }) => done,
      () => true,
    );
    await admin.ask('mutation ($i: EditUserInput!) { editUser(input: $i) { id } }', {
      i: { id: temporary.createUser.id, active: false },
    });
    expect(await end).toBe(true);
    await client('OWNER').ask(REMOVE, { i: { vmId: vm.id, username: 'temp' } });
  });
});

/** The action that a mutation asks for, where its name does not say. */
const ACTION_OF: Readonly<Record<string, VmAction>> = {
  openConsole: 'CONSOLE',
  addCollaborator: 'SHARE',
  removeCollaborator: 'SHARE',
  saveVmAsTemplate: 'SAVE_AS_TEMPLATE',
};

function actionOf(mutation: string): VmAction | undefined {
  const plain = mutation.replace(/Vm$/, '').replace(/[A-Z]/g, (letter) => `_${letter}`);
  return ACTION_OF[mutation] ?? (VmAction as Record<string, VmAction>)[plain.toUpperCase()];
}

/** Something of the type, small and valid as far as the type tells. */
function sample(type: GraphQLInputType): unknown {
  const inner = getNamedType(type);
  if (isEnumType(inner)) return inner.getValues()[0]?.name;
  return { Int: 1, Boolean: true, DateTime: '2099-01-01T00:00:00Z' }[inner.name] ?? 'x';
}

/** Every mutation on a VM, with an input that names it. */
function vmMutations() {
  const fields = Object.values(buildSchema().getMutationType()?.getFields() ?? {});
  return fields.flatMap(({ name, args }) => {
    const input = getNamedType(args.find((arg) => arg.name === 'input')?.type);
    if (!isInputObjectType(input) || OPERATIONS[`Mutation.${name}`] !== 'SIGNED_IN') return [];
    const all = Object.values(input.getFields());
    const id =
      all.find((field) => field.name === 'vmId') ??
      (/^[a-z]+Vm$/.test(name) && all.find((field) => field.name === 'id'));
    // What is in the archive is no VM any more; its own tests look at it.
    if (!id || /^(undelete|purge)Vm$/.test(name)) return [];
    const needed = all.filter((field) => isNonNullType(field.type) && field.name !== id.name);
    // Beside the VM another object is named, which would have to be there.
    if (needed.some((field) => field.name === 'id')) return [];
    // Of alternatives, one: a new disk has a size, a kept one an id.
    const chosen = all.filter((field) => needed.includes(field) || field.name === 'sizeGiB');
    const rest = Object.fromEntries(chosen.map((field) => [field.name, sample(field.type)]));
    const selection = /openConsole/.test(name) ? '{ url }' : '{ id }';
    return [
      {
        name,
        id: id.name,
        rest,
        query: `mutation ($i: ${input.name}!) { ${name}(input: $i) ${selection} }`,
      },
    ];
  });
}

describe('the matrix of people and mutations', () => {
  const cells = vmMutations().flatMap((mutation) =>
    ['ADMIN', 'OWNER', 'COLLABORATOR', 'ORGADMIN', 'STRANGER', 'SIGNED_OUT'].map((who) => ({
      ...mutation,
      who,
    })),
  );

  it('knows the mutations on VMs', () => {
    const names = new Set(cells.map(({ name }) => name));
    for (const name of ['startVm', 'deleteVm', 'editVm', 'openConsole', 'addCollaborator'])
      expect(names).toContain(name);
  });

  it.each(cells)('$who asking for $name is answered as the policy says', async (cell) => {
    const asking = cell.who === 'SIGNED_OUT' ? signedOut() : client(cell.who);
    const input = { [cell.id]: vm.id, ...cell.rest };
    const answer = await asking.send(cell.query, { i: input });
    const code = answer.errors[0]?.extensions['code'];
    // Nobody works here: what was accepted would be in the way of the next.
    await run(em(), 'delete from task');
    if (cell.who === 'SIGNED_OUT') return expect(code).toBe('UNAUTHENTICATED');
    if (cell.who === 'STRANGER') return expect(code).toBe('NOT_FOUND');
    const action = actionOf(cell.name);
    if (!action) return;
    const allowed = VM_RULES[action].includes(cell.who as VmRelation);
    if (allowed) expect(['FORBIDDEN', 'UNAUTHENTICATED']).not.toContain(code);
    else expect(code).toBe('FORBIDDEN');
  });
});
