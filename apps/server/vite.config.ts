import { defineConfig } from 'vite';

/**
 * Bundles the server with the workspace packages: Node neither runs decorators nor strips types of
 * what lies below node_modules. Libraries stay outside.
 */
export default defineConfig({
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist',
    target: 'node24',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      output: { entryFileNames: 'main.js' },
      // Native parts that ssh2 tries to load and does without: they are not built here.
      external: [/\.node$/],
    },
  },
  ssr: { noExternal: [/^@baadal\//] },
});
