import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const lib = (name: string) => fileURLToPath(new URL(`../../libs/${name}/src/index.ts`, import.meta.url));

/** Plain logic of the web, and its dictionaries; what a person sees is tested in a real browser by apps/web-e2e. */
export default defineConfig({
  oxc: { decorator: { legacy: true } },
  resolve: { alias: { '@torch/domain': lib('domain'), '@torch/contracts': lib('contracts') } },
  test: { include: ['src/**/*.spec.ts'], environment: 'jsdom' },
});
