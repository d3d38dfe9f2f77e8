import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { splitDocuments } from './split-documents.ts';

const server = 'http://localhost:4000';

export default defineConfig({
  plugins: [splitDocuments(), react()],
  build: {
    target: 'es2023',
    manifest: true,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        // What many pages share is one file: as dozens of small ones it is 20 kB more, gzipped.
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 8 }] },
      },
    },
  },
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/console': { target: server, ws: true },
      '/uploads': { target: server },
      '/graphiql': { target: server },
    },
  },
});
