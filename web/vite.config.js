import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { mended } from './patches.js';
import { spoken } from './spoken.js';

// The page's files are served by the program itself, below /static/dist/, with hashed names
// that it looks up in the manifest. Nothing is inlined: the content security policy forbids it.
export default defineConfig({
  base: '/static/dist/',
  publicDir: false,
  plugins: [mended, spoken],
  resolve: {
    alias: {
      '@flows/styled_markup': resolve(import.meta.dirname, 'src/editing/styled_markup.js'),
      '@flows/words': resolve(import.meta.dirname, 'src/modeler/translate.js'),
      '@flows/simulation_markup': resolve(import.meta.dirname, 'src/modeler/simulation_markup.js'),
    },
  },
  build: {
    outDir: resolve(import.meta.dirname, '../src/flows/web/static/dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      input: {
        page: resolve(import.meta.dirname, 'src/page.js'),
        form_editor: resolve(import.meta.dirname, 'src/form_editor/form_editor.js'),
        decision_editor: resolve(import.meta.dirname, 'src/decision_editor/decision_editor.js'),
        modeler: resolve(import.meta.dirname, 'src/modeler/modeler.js'),
      },
      // htmx can evaluate text in attributes; page.js turns that off and the policy forbids it.
      checks: { eval: false },
    },
  },
});
