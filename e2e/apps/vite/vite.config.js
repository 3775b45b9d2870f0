import fs from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  build: { outDir: 'dist', minify: true },
  plugins: [
    {
      name: 'names',
      resolveId: (id) => (id === 'virtual:names' ? `\0${id}` : null),
      load: (id) => (id === '\0virtual:names' ? 'export default ["ada", "grace"]' : null),
      transformIndexHtml: (html) => html.replace('page', 'transformed'),
    },
    {
      name: 'show',
      writeBundle({ dir }, bundle) {
        for (const name of Object.keys(bundle).sort()) {
          console.log(path.join('/', name), fs.readFileSync(path.join(dir, name), 'utf8'));
        }
      },
    },
  ],
});
