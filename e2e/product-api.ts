import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Product } from './running-product.ts';

/** What a task shows of itself. */
interface TaskState {
  readonly id: string;
  readonly status: string;
  readonly message: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** A VM that a journey made. */
export interface MadeVm {
  readonly id: string;
  readonly name: string;
  readonly taskId: string;
}

/** A name no other run uses. */
export const newName = (prefix: string): string => `${prefix}-${randomBytes(2).toString('hex')}`;

/** Sends one GraphQL request with the given headers. @throws {Error} with the first error's code */
async function send<Data>(
  url: string,
  headers: Record<string, string>,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<{ data: Data; cookie: string }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as {
    data?: Data | null;
    errors?: readonly { message: string; extensions?: { code?: string } }[];
  };
  const [error] = body.errors ?? [];
  if (error || !body.data) throw new Error(`${error?.extensions?.code}: ${error?.message}`);
  const cookie = response.headers.getSetCookie().map((header) => header.split(';', 1)[0]);
  return { data: body.data, cookie: cookie.join('; ') };
}

/** The API as a script of an admin sees it: by a token of its own, revoked when disposed. */
export class ProductApi implements AsyncDisposable {
  readonly url: string;
  readonly token: string;
  readonly #tokenId: string;

  private constructor(url: string, token: string, tokenId: string) {
    this.url = url;
    this.token = token;
    this.#tokenId = tokenId;
  }

  /** Signs in with the first admin's password and makes a token. */
  static async open({ url, adminPassword }: Product): Promise<ProductApi> {
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { id } }';
    const input = { username: 'admin', password: adminPassword };
    const { cookie } = await send(url, {}, login, { input });
    const { data } = await send<{ createApiToken: { token: string; apiToken: { id: string } } }>(
      url,
      { cookie },
      `mutation { createApiToken(input: { name: "${newName('journey')}" }) { token apiToken { id } } }`,
    );
    await send(url, { cookie }, 'mutation { logout }');
    return new ProductApi(url, data.createApiToken.token, data.createApiToken.apiToken.id);
  }

  /** Runs one query or mutation. @throws {Error} `CODE: message` of the first error */
  async request<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
    const headers = { authorization: `Bearer ${this.token}` };
    return (await send<Data>(this.url, headers, query, variables)).data;
  }

  /** The template of this name. */
  async templateId(name = 'Micro'): Promise<string> {
    const { templates } = await this.request<{ templates: { id: string; name: string }[] }>(
      'query Templates { templates { id name } }',
    );
    const found = templates.find((each) => each.name === name);
    if (!found) throw new Error(`no template ${name}`);
    return found.id;
  }

  /** The host of this name. */
  async hostId(name: string): Promise<string> {
    const { hosts } = await this.request<{ hosts: { id: string; name: string }[] }>(
      'query Hosts { hosts { id name } }',
    );
    const found = hosts.find((each) => each.name === name);
    if (!found) throw new Error(`no host ${name}`);
    return found.id;
  }

  /** Asks for a micro VM; does not wait. @param input more fields of CreateVmInput */
  async createVm(name: string, input: Record<string, unknown> = {}): Promise<MadeVm> {
    const templateId = await this.templateId();
    const { createVm } = await this.request<{ createVm: { id: string; vm: { id: string } } }>(
      'mutation Create($input: CreateVmInput!) { createVm(input: $input) { id vm { id } } }',
      { input: { name, templateId, ...input } },
    );
    return { id: createVm.vm.id, name, taskId: createVm.id };
  }

  /** Makes a micro VM and waits until it is there. @throws {Error} when its task fails */
  async madeVm(name: string, input: Record<string, unknown> = {}): Promise<MadeVm> {
    const vm = await this.createVm(name, input);
    await this.succeeded(vm.taskId);
    return vm;
  }

  /** Does something with a VM and waits for the end. @param mutation such as `suspendVm` */
  async act(mutation: string, id: string): Promise<void> {
    const { task } = await this.request<{ task: { id: string } }>(
      `mutation Act($id: ID!) { task: ${mutation}(input: { id: $id }) { id } }`,
      { id },
    );
    await this.succeeded(task.id);
  }

  /** Waits until a task has succeeded. @throws {Error} when it ends otherwise, or not within 90 s */
  async succeeded(taskId: string): Promise<void> {
    const deadline = performance.now() + 90_000;
    for (;;) {
      const { task } = await this.request<{ task: TaskState }>(
        'query Task($id: ID!) { task(id: $id) { id status message error { code message } } }',
        { id: taskId },
      );
      if (task.status === 'SUCCEEDED') return;
      const late = performance.now() > deadline;
      if (late || ['FAILED', 'CANCELLED', 'PARTIAL'].includes(task.status)) {
        throw new Error(`task ${taskId}: ${JSON.stringify(task)}`);
      }
      await delay(150);
    }
  }

  /** Deletes all VMs whose name begins so. */
  async deleteVms(prefix: string): Promise<void> {
    const { vms } = await this.request<{ vms: { nodes: { id: string; name: string }[] } }>(
      'query Vms($search: String) { vms(filter: { search: $search }, first: 200) { nodes { id name } } }',
      { search: prefix },
    );
    const mine = vms.nodes.filter(({ name }) => name.startsWith(prefix));
    const tasks = await Promise.all(
      mine.map(({ id }) =>
        this.request<{ deleteVm: { id: string } }>(
          'mutation Delete($input: DeleteVmInput!) { deleteVm(input: $input) { id } }',
          { input: { id } },
        ),
      ),
    );
    await Promise.all(tasks.map(({ deleteVm }) => this.succeeded(deleteVm.id)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const revoke = 'mutation ($id: ID!) { revokeApiToken(input: { id: $id }) { id } }';
    await this.request(revoke, { id: this.#tokenId });
  }
}
