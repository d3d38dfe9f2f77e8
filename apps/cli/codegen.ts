import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents from the public schema; run `pnpm generate` at the root. */
const config: CodegenConfig = {
  schema: '../../schema.graphql',
  documents: 'src/**/*.graphql',
  importExtension: '.ts',
  generates: {
    './src/api/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        scalars: { ID: 'string', DateTime: 'string', BigInt: 'string' },
      },
    },
  },
};

export default config;
