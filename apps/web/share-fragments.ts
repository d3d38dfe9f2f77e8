import type { DocumentNode } from 'graphql';
import type { Plugin } from 'vite';

const GENERATED_DOCUMENT = /^(export const \w+ = )(\{"kind":"Document".*\})( as unknown as .*)$/gm;

/**
 * Writes each fragment of the generated documents once. The generator writes it into every document
 * that uses it: 330 kB more for the browser to read at its first load, 7 kB of them gzipped.
 */
export function shareFragments(): Plugin {
  return {
    name: 'share-fragments',
    enforce: 'pre',
    transform: { filter: { id: /\/api\/generated\/graphql\.ts$/ }, handler: withSharedFragments },
  };
}

function withSharedFragments(code: string): string {
  const fragments = new Map<string, string>();
  const documents = code.replaceAll(
    GENERATED_DOCUMENT,
    (_whole, before: string, json: string, after: string) => {
      const definitions = (JSON.parse(json) as DocumentNode).definitions.map((definition) => {
        const text = JSON.stringify(definition);
        if (definition.kind !== 'FragmentDefinition') return text;
        const name = `fragment${definition.name.value}`;
        fragments.set(name, text);
        return name;
      });
      return `${before}{"kind":"Document","definitions":[${definitions.join(',')}]}${after}`;
    },
  );
  if (fragments.size === 0) throw new Error('share-fragments: the generated documents changed');
  const shared = [...fragments].map(([name, text]) => `const ${name} = ${text};`);
  return `${shared.join('\n')}\n${documents}`;
}
