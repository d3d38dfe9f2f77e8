// The peer of our API: Apollo, graphql-ws and mysql2 with nothing around them. The same fields, SQL
// by hand, no sign-in, no rules. Started by the benches; says where it listens on its channel.
import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { buildSchema, GraphQLScalarType, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createPool, type RowDataPacket } from 'mysql2/promise';
import { WebSocketServer } from 'ws';

const TYPES = `
  scalar DateTime
  enum VmStatus { CRASHED IN_QUEUE RUNNING SHUTDOWN SUSPENDED UNKNOWN }
  enum HostStatus { DOWN MAINTENANCE UNREACHABLE UP }
  enum VmOrderField { NAME }
  input VmFilter { status: [VmStatus!] }
  input VmOrder { field: VmOrderField! }
  type Host { id: ID! name: String! status: HostStatus! }
  type User { id: ID! username: String! name: String! }
  type Template { id: ID! name: String! }
  type Vm {
    id: ID! name: String! identity: String! status: VmStatus! desiredStatus: VmStatus!
    statusSince: DateTime! statusReason: String vcpus: Int! ramMiB: Int! diskGiB: Int!
    privateIp: String mac: String vncPort: Int purpose: String createdAt: DateTime!
    host: Host owner: User! template: Template
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type VmConnection { nodes: [Vm!]! pageInfo: PageInfo! totalCount: Int! }
  type Query { vms(first: Int!, filter: VmFilter, orderBy: VmOrder): VmConnection! }
  type Subscription { vmUpdated: Vm! }
`;

const pool = createPool({ uri: process.env['PEER_DATABASE_URL'] ?? '', timezone: 'Z' });
const changes = new EventEmitter().setMaxListeners(0);

const SELECT = `select v.id, v.name, v.identity, v.status, v.desired_status as desiredStatus,
    v.status_since as statusSince, v.status_reason as statusReason, v.vcpus, v.ram_mib as ramMiB,
    v.disk_gib as diskGiB, v.vnc_port as vncPort, v.purpose, v.created_at as createdAt,
    p.address as privateIp, p.mac, v.host_id, h.name as host_name, h.status as host_status,
    v.owner_id, u.username, u.name as owner_name, v.template_id, t.name as template_name
  from vm v straight_join user u on u.id = v.owner_id left join host h on h.id = v.host_id
    left join template t on t.id = v.template_id left join private_ip p on p.vm_id = v.id`;

function vmOf(row: RowDataPacket) {
  return Object.assign(row, {
    host: row['host_id'] && {
      id: row['host_id'],
      name: row['host_name'],
      status: row['host_status'],
    },
    owner: { id: row['owner_id'], username: row['username'], name: row['owner_name'] },
    template: row['template_id'] && { id: row['template_id'], name: row['template_name'] },
  });
}

interface VmsArguments {
  readonly first: number;
  readonly filter: { readonly status: readonly string[] };
}

const root = {
  vms: async ({ first, filter }: VmsArguments) => {
    const [found] = await pool.query<RowDataPacket[]>(
      `${SELECT} where v.status in (?) order by v.name, v.id limit ?`,
      [filter.status, first + 1],
    );
    const nodes = found.slice(0, first).map(vmOf);
    const last = nodes.at(-1);
    return {
      nodes,
      pageInfo: {
        hasNextPage: found.length > first,
        endCursor:
          last && Buffer.from(JSON.stringify([last['name'], last['id']])).toString('base64url'),
      },
      totalCount: async () => {
        const [[total]] = await pool.query<RowDataPacket[]>(
          'select count(*) as n from vm v where v.status in (?)',
          [filter.status],
        );
        return total?.['n'];
      },
    };
  },
};

async function* vmUpdated() {
  for await (const [vm] of on(changes, 'vm')) yield { vmUpdated: vm };
}

function schemaOf(): GraphQLSchema {
  const schema = buildSchema(TYPES);
  const time = schema.getType('DateTime') as GraphQLScalarType;
  time.serialize = (value) => (value as Date).toISOString();
  const field = schema.getSubscriptionType()?.getFields()['vmUpdated'];
  if (field) field.subscribe = vmUpdated;
  return schema;
}

const schema = schemaOf();
const apollo = new ApolloServer({ schema, rootValue: () => root });
await apollo.start();
const app = express();
app.use('/graphql', express.json(), expressMiddleware(apollo));
// One change: reads the VM that changed, once, and hands it to all subscribers.
app.post('/change', async (_request, response) => {
  const [[row]] = await pool.query<RowDataPacket[]>(`${SELECT} limit 1`);
  if (row) changes.emit('vm', vmOf(row));
  response.end();
});
const http = createServer(app);
useServer({ schema }, new WebSocketServer({ server: http, path: '/graphql' }));
http.listen(0, '127.0.0.1', () => {
  const { port } = http.address() as AddressInfo;
  process.send?.({ event: 'listening', url: `http://localhost:${port}` });
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
