import {
  type ASTVisitor,
  type DefinitionNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** Longest document that is parsed, in tokens; the largest of ours has about 600. */
export const PARSE_OPTIONS = { maxTokens: 6_000 } as const;
/** Deepest nesting of a query; the deepest of ours is 8. */
export const MAX_DEPTH = 16;
/** Most fields a query may name, aliases and fragments counted each time they are used. */
export const MAX_FIELDS = 1500;
/**
 * How often a query may name the same field of its answer, by fragments too; ours do 4 times.
 * GraphQL compares each time with each other.
 */
export const MAX_REPEATS = 20;
/** Most fragments of a document, which GraphQL compares in pairs; all of the web application's are 45. */
const MAX_FRAGMENTS = 100;

/**
 * A validation rule that refuses queries too deep or too wide before anything runs, GraphQL's own
 * rules included: the work of some grows with the square of a query, or overflows the stack.
 * Introspection is measured like all else; its own queries stay within the limits.
 */
export function queryLimits(context: ValidationContext): ASTVisitor {
  return {
    Document({ definitions }) {
      const fault = new QueryMeasure(definitions).fault();
      if (!fault) return;
      context.reportError(fault);
      // As if the document were empty: no rule looks further into it.
      return null;
    },
  };
}

/** A field of the answer, and what is asked of it. */
interface Asked {
  times: number;
  readonly below: Map<string, Asked>;
}

/** Walks a document as its answer will be put together, up to the first limit. */
class QueryMeasure {
  readonly #definitions: readonly DefinitionNode[];
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #used = new Set<string>();
  /** Fragments that the walk is within. */
  readonly #open = new Set<string>();
  #fields = 0;
  #depth = 0;
  #fault: GraphQLError | null = null;

  constructor(definitions: readonly DefinitionNode[]) {
    this.#definitions = definitions;
    const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((node) => [node.name.value, node]));
    if (fragments.length > MAX_FRAGMENTS)
      this.#fault = refusal(`has ${fragments.length} fragments`, MAX_FRAGMENTS);
  }

  /** Null when the document is within all limits. */
  fault(): GraphQLError | null {
    for (const node of this.#definitions)
      if (node.kind === Kind.OPERATION_DEFINITION) this.#walk(node.selectionSet, new Map(), 1);
    // Those that nothing uses are compared all the same.
    for (const [name, { selectionSet }] of this.#fragments)
      if (!this.#used.has(name)) this.#walk(selectionSet, new Map(), 1);
    if (!this.#fault && this.#depth > MAX_DEPTH)
      return refusal(`is ${this.#depth} levels deep`, MAX_DEPTH);
    return this.#fault;
  }

  #walk(set: SelectionSetNode, asked: Map<string, Asked>, depth: number): void {
    for (const node of set.selections) {
      if (this.#fault) return;
      this.#fields++;
      if (this.#fields > MAX_FIELDS)
        this.#fault = refusal(`is more than ${MAX_FIELDS} fields wide`, MAX_FIELDS);
      else if (node.kind === Kind.INLINE_FRAGMENT) this.#walk(node.selectionSet, asked, depth);
      else if (node.kind === Kind.FRAGMENT_SPREAD) this.#spread(node.name.value, asked, depth);
      else this.#ask((node.alias ?? node.name).value, node.selectionSet, asked, depth);
    }
  }

  #ask(
    name: string,
    below: SelectionSetNode | undefined,
    asked: Map<string, Asked>,
    depth: number,
  ): void {
    const field = asked.get(name) ?? { times: 0, below: new Map() };
    asked.set(name, field);
    field.times++;
    this.#depth = Math.max(this.#depth, depth);
    if (field.times > MAX_REPEATS)
      this.#fault = refusal(`names ${name} more than ${MAX_REPEATS} times`, MAX_REPEATS);
    else if (below) this.#walk(below, field.below, depth + 1);
  }

  #spread(name: string, asked: Map<string, Asked>, depth: number): void {
    const fragment = this.#fragments.get(name);
    // Another rule tells of one that is not there.
    if (!fragment) return;
    if (this.#open.has(name)) {
      this.#fault = new GraphQLError(`Cannot spread fragment "${name}" within itself.`);
      return;
    }
    this.#used.add(name);
    this.#open.add(name);
    this.#walk(fragment.selectionSet, asked, depth);
    this.#open.delete(name);
  }
}

function refusal(what: string, limit: number): GraphQLError {
  return new GraphQLError(`The query ${what}; the limit is ${limit}. Ask for less at a time.`, {
    extensions: { code: 'QUERY_TOO_COMPLEX' },
  });
}
