import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const lib = (name: string) => fileURLToPath(new URL(`../../libs/${name}/src/index.ts`, import.meta.url));

/** The report templates, beside the bundle as they are beside the source that reads them. */
function reportTemplates(): Plugin {
  const folder = new URL('./src/reports/templates/', import.meta.url);
  return {
    name: 'report-templates',
    generateBundle() {
      for (const name of readdirSync(folder))
        this.emitFile({ type: 'asset', fileName: `templates/${name}`, source: readFileSync(new URL(name, folder)) });
    },
  };
}

/**
 * Bundles our own sources, and leaves every package in node_modules alone: BullMQ
 * loads `pg` at run time and must find the same copy as TypeORM does.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { alias: { '@torch/domain': lib('domain'), '@torch/contracts': lib('contracts') } },
  plugins: [reportTemplates()],
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist',
    target: 'node22',
    sourcemap: true,
    minify: false,
    rolldownOptions: { output: { keepNames: true } },
  },
});
