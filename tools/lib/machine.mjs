import { existsSync } from 'node:fs';
import { has, run, step } from './steps.mjs';

const isRoot = () => process.getuid?.() === 0;
const isDebian = () => existsSync('/etc/debian_version') && has('apt-get');
const quiet = { DEBIAN_FRONTEND: 'noninteractive' };

function apt(...packages) {
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env: quiet });
  try {
    install();
  } catch {
    // An old or missing package list is the usual reason.
    run('apt-get', ['update'], { env: quiet });
    install();
  }
}

/** redis-server, for the run of the queue suite against Redis. @throws Error saying what to install */
export function ensureRedis() {
  if (has('redis-server')) return;
  if (isRoot() && isDebian()) step('Installing redis-server', () => apt('redis-server'));
  else
    throw new Error('The tests need redis-server on the PATH: `apt-get install redis-server` or `brew install redis`.');
}

/** LibreOffice without its windows: the tests open the reports with it. @throws Error saying what to install */
export function ensureOffice() {
  if (has('soffice')) return;
  const parts = ['writer', 'calc', 'impress'].map((part) => `libreoffice-${part}-nogui`);
  if (isRoot() && isDebian()) step('Installing LibreOffice', () => apt(...parts));
  else
    throw new Error(
      `The tests need soffice on the PATH: \`apt-get install ${parts.join(' ')}\` or \`brew install libreoffice\`.`,
    );
}

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const playwrightCli = 'node_modules/@playwright/test/cli.js';

/** A browser for the end-to-end tests: CHROME_BIN, the system's, Debian's through apt, else Playwright's own. */
export function ensureBrowser() {
  if (isRoot() && isDebian()) {
    if (!process.env.CHROME_BIN && !browsers.some(has)) step('Installing chromium', () => apt('chromium'));
    if (!existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'))
      step('Installing fonts', () => apt('fonts-noto-cjk'));
    return;
  }
  if (process.env.CHROME_BIN || browsers.some(has)) return;
  step("Installing Playwright's browser", () =>
    run(process.execPath, [playwrightCli, 'install', 'chromium'], {
      advice: 'Or install Chromium and set CHROME_BIN to its path.',
    }),
  );
}

/** Path of the browser, or undefined for Playwright's own. */
export function browserPath() {
  if (process.env.CHROME_BIN) return process.env.CHROME_BIN;
  const found = browsers.find(has);
  return found && run('sh', ['-c', `command -v ${found}`]).trim();
}
