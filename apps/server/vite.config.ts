import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const lib = (name: string) => fileURLToPath(new URL(`../../libs/${name}/src/index.ts`, import.meta.url));

/**
 * Bundles our own sources, and leaves every package in node_modules alone: BullMQ
 * loads `pg` at run time and must find the same copy as TypeORM does.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { alias: { '@torch/domain': lib('domain'), '@torch/contracts': lib('contracts') } },
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist',
    target: 'node22',
    sourcemap: true,
    minify: false,
    rolldownOptions: { output: { keepNames: true } },
  },
});
