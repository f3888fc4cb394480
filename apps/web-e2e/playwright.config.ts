import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

/** Chromium as root has no sandbox, and must not look for its maker's hosts. */
const args = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'src',
  globalSetup: './support/sample.ts',
  testMatch: '**/*.e2e.ts',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  // Each file has a product of its own with its own database, mail server and files: in whatever order they come.
  workers: Math.min(2, availableParallelism()),
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'off',
    // What is looked at stands still, as it does for readers who ask for that.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      args,
      // Without a locale, as on a bare machine, the browser names no download by Chinese words.
      env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
      ...(process.env['CHROME_BIN'] ? { executablePath: process.env['CHROME_BIN'] } : {}),
    },
  },
});
