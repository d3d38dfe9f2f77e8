import {
  type ASTVisitor,
  type FieldNode,
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

interface Measured {
  readonly depth: number;
  readonly fields: number;
}

/**
 * A validation rule that refuses queries too deep or too wide before anything runs.
 * Introspection is measured like all else; its own queries stay within the limits.
 */
export function queryLimits(context: ValidationContext): ASTVisitor {
  const known = new Map<string, Measured>();
  const measureFragment = (name: string): Measured => {
    const seen = known.get(name);
    if (seen) return seen;
    // Set first: a fragment that spreads itself is refused by another rule, but must not hang us.
    known.set(name, { depth: 0, fields: 0 });
    const fragment = context.getFragment(name);
    const measured = fragment ? measure(fragment.selectionSet) : { depth: 0, fields: 0 };
    known.set(name, measured);
    return measured;
  };
  const measureField = (node: FieldNode): Measured => {
    const below = node.selectionSet ? measure(node.selectionSet) : { depth: 0, fields: 0 };
    return { depth: below.depth + 1, fields: below.fields + 1 };
  };
  const measure = (set: SelectionSetNode): Measured => {
    let depth = 0;
    let fields = 0;
    for (const node of set.selections) {
      const part =
        node.kind === Kind.FIELD
          ? measureField(node)
          : node.kind === Kind.INLINE_FRAGMENT
            ? measure(node.selectionSet)
            : measureFragment(node.name.value);
      depth = Math.max(depth, part.depth);
      fields += part.fields;
    }
    return { depth, fields };
  };
  return {
    OperationDefinition(node) {
      const { depth, fields } = measure(node.selectionSet);
      if (depth > MAX_DEPTH) context.reportError(refusal(`${depth} levels deep`, MAX_DEPTH));
      else if (fields > MAX_FIELDS)
        context.reportError(refusal(`${fields} fields wide`, MAX_FIELDS));
    },
  };
}

function refusal(what: string, limit: number): GraphQLError {
  return new GraphQLError(`The query is ${what}; the limit is ${limit}. Ask for less at a time.`, {
    extensions: { code: 'QUERY_TOO_COMPLEX' },
  });
}
