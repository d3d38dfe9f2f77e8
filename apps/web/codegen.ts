import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents from the public schema; run `pnpm --filter @baadal/web generate`. */
const config: CodegenConfig = {
  schema: '../../schema.graphql',
  documents: 'src/**/*.graphql',
  generates: {
    './src/api/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        scalars: { DateTime: 'string', BigInt: 'string' },
      },
    },
  },
};

export default config;
