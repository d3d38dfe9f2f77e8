import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Built once and served by the server under /graphiql/, in development too: the dev server cannot
 * pre-bundle GraphiQL's workers.
 */
export default defineConfig({
  base: '/graphiql/',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      // GraphiQL's modules begin with directives for a compiler that is not used here.
      onLog: (level, log, handle) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
});
