import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  build: { outDir: '../src/demogen/webapp', emptyOutDir: true, assetsInlineLimit: 0 },
  server: { port: 5199, strictPort: true, proxy: { '/api': api, '/docs': api, '/openapi.json': api } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
});
