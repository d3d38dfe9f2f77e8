import { readFileSync } from 'node:fs';
import type { DocumentNode } from 'graphql';
import type { Plugin } from 'vite';

const GENERATED = new URL('src/api/generated/graphql.ts', import.meta.url);
const GENERATED_DOCUMENT = /^export const (\w+) = (\{"kind":"Document".*\}) as unknown as .*$/gm;
const GENERATED_IMPORT = /^import \{([^}]*)\} from '[^']*\/api\/generated\/graphql\.ts';$/gm;
/** No file has such a name: what follows is a document's, or a fragment's. */
const PART = '\0graphql:';

/**
 * Gives each generated document and fragment a module of its own, so that a page loads its own
 * ones. The generator writes all into one module, and each fragment into every document that uses
 * it: 560 kB for the browser to read before the first page, of which a list needs 30.
 */
export function splitDocuments(): Plugin {
  let parts: ReadonlyMap<string, string>;
  return {
    name: 'split-documents',
    enforce: 'pre',
    buildStart() {
      this.addWatchFile(GENERATED.pathname);
      parts = partsOf(readFileSync(GENERATED, 'utf8'));
    },
    transform: { filter: { id: /\/src\/.*\.tsx?$/, code: GENERATED_IMPORT }, handler: withParts },
    resolveId: (id) => (id.startsWith(PART) ? id : null),
    load: (id) => (id.startsWith(PART) ? parts.get(id.slice(PART.length)) : null),
  };
}

/** Each document and fragment as a module that imports the fragments it is made of. */
function partsOf(generated: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const [, name = '', json = ''] of generated.matchAll(GENERATED_DOCUMENT)) {
    const fragments: string[] = [];
    const definitions = (JSON.parse(json) as DocumentNode).definitions.map((definition) => {
      const text = JSON.stringify(definition);
      if (definition.kind !== 'FragmentDefinition') return text;
      const fragment = `fragment${definition.name.value}`;
      parts.set(fragment, `export const ${fragment} = ${text};`);
      fragments.push(`import { ${fragment} } from '${PART}${fragment}';`);
      return fragment;
    });
    const document = `{"kind":"Document","definitions":[${definitions.join(',')}]}`;
    parts.set(name, `${fragments.join('\n')}\nexport const ${name} = ${document};`);
  }
  if (parts.size === 0) throw new Error('split-documents: the generated documents changed');
  return parts;
}

function withParts(code: string): string {
  return code.replaceAll(GENERATED_IMPORT, (_whole, list: string) => {
    const names = list.split(',').map((name) => name.trim());
    // The others are types, of which nothing is left.
    const documents = names.filter((name) => /^\w+Document$/.test(name));
    return documents.map((name) => `import { ${name} } from '${PART}${name}';`).join(' ');
  });
}
