import { defineConfig } from 'vitest/config';

// Thousands of cases take their time on a machine that is busy with other things.
export default defineConfig({ test: { include: ['src/**/*.spec.ts'], testTimeout: 60_000 } });
