import { defineConfig, mergeConfig } from 'vite';
import server from './vite.config.ts';

/** Bundles the server and what tests put in its place, for those that start it as a process. */
export default mergeConfig(
  server,
  defineConfig({
    build: {
      ssr: true,
      outDir: 'test/dist',
      sourcemap: false,
      rolldownOptions: {
        input: ['src/main.ts', 'test/vm-worker.ts', 'test/saga-worker.ts'],
        output: { entryFileNames: '[name].js' },
      },
    },
  }),
);
