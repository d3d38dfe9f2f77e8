import {
  defaultFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
} from 'graphql';
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import { DateTimeScalar } from './scalars.ts';

/** Decides, before a resolver runs, whether it may; throws when not. */
export interface SchemaGuard<Context> {
  /** Names of all root fields that have a rule, e.g. `Query.vms`. */
  readonly operations: ReadonlySet<string>;
  authorise(operation: string, context: Context): void;
  /**
   * The task that a mutation started when it was sent before under the same `clientMutationId`:
   * what has changed since must not refuse what was done. Undefined: it was not.
   */
  startedTask(mutation: string, clientMutationId: string, context: Context): Promise<unknown>;
  /** Fields of object types that only some may read, as `Type.field`. */
  readonly guardedFields: ReadonlyMap<string, (context: Context) => void>;
}

/** The library asks for one; ours subscribe to live feeds, each with a function of its own. */
const NO_TOPICS: PubSub = {
  publish: () => undefined,
  subscribe: (topic) => {
    throw new Error(`The subscription to ${topic} has no \`subscribe\` of its own.`);
  },
};

/**
 * Builds the schema and puts the policy in front of every root field.
 * @throws {Error} when a root field has no rule, or a rule no field
 */
export function buildGuardedSchema<Context>(
  // biome-ignore lint/complexity/noBannedTypes: the library's own word for a class.
  resolvers: NonEmptyArray<Function>,
  guard: SchemaGuard<Context>,
): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers,
    validate: { forbidUnknownValues: false, whitelist: false },
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    pubSub: NO_TOPICS,
  });
  const unruled = new Set(guard.operations);
  for (const root of [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ])
    if (root) guardRoot(root, guard, unruled);
  if (unruled.size > 0)
    throw new Error(`Policy rules without a field in the schema: ${[...unruled].join(', ')}`);
  guardFields(schema, guard);
  return schema;
}

interface MutationArgs {
  readonly input?: { readonly clientMutationId?: string | null };
}

function guardRoot<Context>(
  root: GraphQLObjectType,
  guard: SchemaGuard<Context>,
  unruled: Set<string>,
): void {
  for (const field of Object.values(root.getFields())) {
    const operation = `${root.name}.${field.name}`;
    if (!unruled.delete(operation)) throw new Error(`No policy rule for ${operation}`);
    const entry = root.name === 'Subscription' ? 'subscribe' : 'resolve';
    const inner = field[entry] ?? defaultFieldResolver;
    const startsTask = root.name === 'Mutation' && getNamedType(field.type).name === 'Task';
    field[entry] = (source, args, context: Context, info) => {
      guard.authorise(operation, context);
      const clientId = startsTask && (args as MutationArgs).input?.clientMutationId;
      if (!clientId) return inner(source, args, context, info);
      return guard
        .startedTask(field.name, clientId, context)
        .then((task) => task ?? inner(source, args, context, info));
    };
  }
}

function guardFields<Context>(schema: GraphQLSchema, guard: SchemaGuard<Context>): void {
  for (const [name, check] of guard.guardedFields) {
    const [typeName = '', fieldName = ''] = name.split('.');
    const type = schema.getType(typeName) as GraphQLObjectType | undefined;
    const field = type?.getFields()[fieldName];
    if (!field) throw new Error(`Policy rule for ${name}, which is not in the schema`);
    const inner = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context: Context, info) => {
      check(context);
      return inner(source, args, context, info);
    };
  }
}
