import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://localhost:4000';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2023', manifest: true, chunkSizeWarningLimit: 1000 },
  server: {
    proxy: {
      '/graphql': { target: server, ws: true },
      '/console': { target: server, ws: true },
      '/uploads': { target: server },
      '/graphiql': { target: server },
    },
  },
});
