import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * Names of the fields asked for below the field being resolved, along a path.
 * @param path field names to walk down first, e.g. `['nodes']`
 */
export function selectedFields(
  info: GraphQLResolveInfo,
  path: readonly string[] = [],
): Set<string> {
  let sets = info.fieldNodes.flatMap((node) => node.selectionSet ?? []);
  for (const name of path)
    sets = fieldsOf(sets, info)
      .filter((f) => f.name.value === name)
      .flatMap((f) => f.selectionSet ?? []);
  return new Set(fieldsOf(sets, info).map((f) => f.name.value));
}

function fieldsOf(sets: readonly SelectionSetNode[], info: GraphQLResolveInfo): FieldNode[] {
  return sets.flatMap((set) =>
    set.selections.flatMap((node): FieldNode[] => {
      if (node.kind === Kind.FIELD) return [node];
      if (node.kind === Kind.INLINE_FRAGMENT) return fieldsOf([node.selectionSet], info);
      const fragment = info.fragments[node.name.value];
      return fragment ? fieldsOf([fragment.selectionSet], info) : [];
    }),
  );
}

/** Judged once for all rows of a list, which share their field nodes. */
const judged = new WeakMap<GraphQLResolveInfo['fieldNodes'], boolean>();

/**
 * True when everything asked of a relation was read with the object itself.
 * @param known what was read of it; always the same for one field
 */
export function isBrief(info: GraphQLResolveInfo, known: readonly string[]): boolean {
  const before = judged.get(info.fieldNodes);
  if (before !== undefined) return before;
  const fields = [...selectedFields(info)];
  const answer = fields.every((field) => field === '__typename' || known.includes(field));
  judged.set(info.fieldNodes, answer);
  return answer;
}
