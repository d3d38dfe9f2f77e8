import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { buildSchema, GraphQLError, graphql } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';

const SCHEMA = readFileSync(join(import.meta.dirname, '../../../schema.graphql'), 'utf8');

/** One line of a task's log. */
interface Line {
  readonly seq: number;
  readonly at: string;
  readonly level: string;
  readonly step: string | null;
  readonly message: string;
}

/** A task whose life the test directs. */
export class DirectedTask {
  readonly id: string;
  readonly lines: Line[] = [];
  status = 'RUNNING';
  progress = 0;
  message: string | null = null;
  error: { code: string; message: string } | null = null;
  #wake = Promise.withResolvers<void>();

  constructor(id: string) {
    this.id = id;
  }

  log(message: string, step: string | null = null): void {
    const seq = this.lines.length + 1;
    this.lines.push({ seq, at: new Date().toISOString(), level: 'INFO', step, message });
    this.change({});
  }

  change(fields: Partial<Pick<DirectedTask, 'status' | 'progress' | 'message' | 'error'>>): void {
    Object.assign(this, fields);
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  get changed(): Promise<void> {
    return this.#wake.promise;
  }

  toObject() {
    const { id, status, progress, message, error } = this;
    const now = '2026-01-02T03:04:05.000Z';
    return {
      ...{ id, status, progress, message, error, type: 'CREATE_VM', title: 'Create VM web' },
      ...{
        attempt: 1,
        cancellable: true,
        retryable: status === 'FAILED',
        leftovers: [],
        steps: [],
      },
      ...{ createdAt: now, startedAt: now, finishedAt: status === 'RUNNING' ? null : now },
      ...{
        vm: { id: 'vm_1', name: 'web' },
        host: null,
        requestedBy: null,
        parent: null,
        children: [],
      },
      log: ({ after }: { after?: number | null }) =>
        this.lines.filter(({ seq }) => seq > (after ?? 0)),
    };
  }
}

/**
 * A server with the real schema and directed answers, for what the real one cannot be made to do
 * at the wanted moment: break a connection between two given log lines, stay away, answer nonsense.
 */
export class StandInServer {
  readonly tasks = new Map<string, DirectedTask>();
  readonly requests: string[] = [];
  readonly tokens = new Map<string, string>([['good-token', 'token_0']]);
  vms: ReadonlyArray<Record<string, unknown>> = [];
  /** Further root fields, by name. */
  answers: Record<string, (args: never) => unknown> = {};
  port = 0;
  onSerial: (socket: WebSocket) => void = (socket) => socket.close();
  #http: Server | null = null;
  #sockets: WebSocketServer | null = null;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts, or starts again on the same port. */
  async up(): Promise<void> {
    const schema = buildSchema(SCHEMA);
    const http = createServer((request, response) => {
      void this.#answer(schema, request).then(({ status, headers, body }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(body);
      });
    });
    const sockets = new WebSocketServer({ noServer: true });
    useServer(
      {
        schema,
        roots: { subscription: this.#subscriptions() },
        onConnect: ({ connectionParams }) =>
          this.tokens.has(String(connectionParams?.['authorization']).replace('Bearer ', '')),
      },
      sockets,
    );
    http.on('upgrade', (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (client) => {
        if (request.url?.startsWith('/console/serial/')) this.onSerial(client);
        else sockets.emit('connection', client, request);
      });
    });
    await new Promise<void>((resolve) => http.listen(this.port, '127.0.0.1', resolve));
    this.port = (http.address() as { port: number }).port;
    this.#http = http;
    this.#sockets = sockets;
  }

  /** Breaks every connection, as a killed process does. */
  drop(): void {
    for (const client of this.#sockets?.clients ?? []) client.terminate();
    this.#http?.closeAllConnections();
  }

  async down(): Promise<void> {
    const http = this.#http;
    if (!http) return;
    const closed = new Promise((resolve) => http.close(resolve));
    this.drop();
    await closed;
    this.#http = null;
  }

  /** Subscriptions open now. */
  get watchers(): number {
    return this.#sockets?.clients.size ?? 0;
  }

  #subscriptions() {
    const task = (id: string) => {
      const found = this.tasks.get(id);
      if (found) return found;
      throw new GraphQLError(`There is no task ${id}.`, { extensions: { code: 'NOT_FOUND' } });
    };
    return {
      async *taskUpdated({ id }: { id: string }) {
        for (;;) {
          const { changed } = task(id);
          yield { taskUpdated: task(id).toObject() };
          if (task(id).status !== 'RUNNING') return;
          await changed;
        }
      },
      async *taskLog({ id, after }: { id: string; after?: number | null }) {
        let seq = after ?? 0;
        for (;;) {
          const { changed } = task(id);
          for (const line of task(id).lines.filter((candidate) => candidate.seq > seq)) {
            seq = line.seq;
            yield { taskLog: line };
          }
          await changed;
        }
      },
    };
  }

  #root(token: string | null, cookie: string | undefined) {
    const signedIn = () => {
      if (token !== null || cookie === 'sid=1') return;
      throw new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } });
    };
    const page = (nodes: readonly unknown[]) => ({
      ...{ nodes, totalCount: nodes.length, edges: [] },
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
    return {
      viewer: () =>
        token === null ? null : { id: 'user_1', username: 'ann', name: 'Ann', roles: ['USER'] },
      vms: () => signedIn() ?? page(this.vms),
      task: ({ id }: { id: string }) => this.tasks.get(id)?.toObject() ?? null,
      startVm: ({ input }: { input: { id: string } }) =>
        signedIn() ?? this.tasks.get(`task_${input.id}`)?.toObject(),
      openConsole: () => ({ url: '/console/serial/ticket', expiresAt: '2026-01-01T00:00:00Z' }),
      logout: () => true,
      createApiToken: ({ input }: { input: { name: string } }) => {
        signedIn();
        this.tokens.set('made-token', 'token_1');
        const apiToken = {
          id: 'token_1',
          name: input.name,
          scopes: ['READ'],
          createdAt: '2026-01-01T00:00:00Z',
        };
        return { token: 'made-token', apiToken };
      },
      revokeApiToken: ({ input }: { input: { id: string } }) => {
        for (const [value, id] of this.tokens) if (id === input.id) this.tokens.delete(value);
        return { id: input.id, name: 'x', scopes: [], createdAt: '2026-01-01T00:00:00Z' };
      },
    };
  }

  async #answer(schema: ReturnType<typeof buildSchema>, request: IncomingMessage) {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { query, variables } = JSON.parse(text) as {
      query: string;
      variables: Record<string, unknown>;
    };
    this.requests.push(/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '?');
    const bearer = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const token = this.tokens.has(bearer) ? bearer : null;
    let headers: Record<string, string> = {};
    const rootValue = {
      ...this.#root(token, request.headers.cookie),
      login: ({ input }: { input: { username: string; password: string } }) => {
        if (input.password !== 'secret') {
          throw new GraphQLError('Wrong username or password.', {
            extensions: { code: 'UNAUTHENTICATED' },
          });
        }
        headers = { 'set-cookie': 'sid=1; HttpOnly; SameSite=Lax' };
        return { id: 'user_1', username: input.username, name: 'Ann', roles: ['USER'] };
      },
      ...this.answers,
    };
    const result = await graphql({ schema, source: query, variableValues: variables, rootValue });
    return { status: 200, headers, body: JSON.stringify(result) };
  }
}
