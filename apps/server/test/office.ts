import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How LibreOffice writes every sheet of a workbook as a file of its own: `<workbook>-<sheet>.csv`, in UTF-8. */
export const everySheet = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
export const plainText = 'txt:Text (encoded):UTF8';

/** Opens files in LibreOffice and has it write them as something else, all in one start. */
export async function convert(files: readonly string[], to: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // A profile of its own: two that run at once would wait for each other.
  const profile = await mkdtemp(join(tmpdir(), 'torch-office-'));
  try {
    const options = [`-env:UserInstallation=file://${profile}`, '--headless', '--norestore'];
    await run('soffice', [...options, '--convert-to', to, '--outdir', folder, ...files], {
      // Without a locale, as on a bare machine, it writes no file by a Chinese name.
      env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
    });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
