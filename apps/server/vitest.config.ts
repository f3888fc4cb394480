import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const lib = (name: string) => fileURLToPath(new URL(`../../libs/${name}/src/index.ts`, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { alias: { '@torch/domain': lib('domain'), '@torch/contracts': lib('contracts') } },
  test: {
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // On two cores: what is about reminders mostly waits for their time.
    maxWorkers: 3,
    // The application is the same in every file, and keeps nothing outside its instances: loading it once is half the time.
    isolate: false,
    globalSetup: ['test/template.ts'],
    setupFiles: ['reflect-metadata'],
  },
});
