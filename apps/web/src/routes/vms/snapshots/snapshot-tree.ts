/** A snapshot as far as the tree is concerned. */
export interface TreeNode {
  readonly id: string;
  readonly parent: { readonly id: string } | null;
}

/** A snapshot with how far its row is indented. */
export interface TreeRow<Node> {
  readonly node: Node;
  readonly depth: number;
  /** How it hangs on the one it is based on: below it in its column, or a column further in. */
  readonly link: 'CHAIN' | 'BRANCH' | null;
  /** The next row is based on it, and in its column. */
  readonly goesOn: boolean;
}

/** Deeper branches are not indented further: names must stay readable. */
const DEEPEST = 5;

/**
 * Snapshots in the order of their tree, each below the one it is based on. A chain stays in one
 * column; where several are based on the same one, each of them begins a column further in.
 * @param nodes oldest first
 */
export function treeRows<Node extends TreeNode>(nodes: readonly Node[]): TreeRow<Node>[] {
  const known = new Set(nodes.map((node) => node.id));
  const children = new Map<string | null, Node[]>();
  for (const node of nodes) {
    const parent = node.parent && known.has(node.parent.id) ? node.parent.id : null;
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const ordered: TreeRow<Node>[] = [];
  const add = (parent: string | null, depth: number): void => {
    const own = children.get(parent) ?? [];
    const next = parent !== null && own.length > 1 ? Math.min(depth + 1, DEEPEST) : depth;
    const link = parent === null ? null : own.length > 1 ? 'BRANCH' : 'CHAIN';
    for (const node of own) {
      const goesOn = children.get(node.id)?.length === 1;
      ordered.push({ node, depth: next, link, goesOn });
      add(node.id, next);
    }
  };
  add(null, 0);
  return ordered;
}
