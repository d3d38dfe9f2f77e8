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
    rolldownOptions: { output: { entryFileNames: 'main.js' } },
  },
  // ssh2 is a dependency of ours too, only so that the bundle finds it: it breaks inside of one.
  ssr: { noExternal: [/^@baadal\//], external: ['ssh2'] },
});
