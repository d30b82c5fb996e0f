import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// The page's files are served by the program itself, below /static/dist/, with hashed names
// that it looks up in the manifest. Nothing is inlined: the content security policy forbids it.
export default defineConfig({
  base: '/static/dist/',
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, '../src/flows/web/static/dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      input: { page: resolve(import.meta.dirname, 'src/page.js') },
      // htmx can evaluate text in attributes; page.js turns that off and the policy forbids it.
      checks: { eval: false },
    },
  },
});
