import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/**
 * Lets one process at a time do the work; a lock whose holder is dead is taken over.
 * @param {string} folder where the lock lies
 * @param {string} name what is locked
 */
export async function locked(folder, name, work) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.lock`);
  for (let told = false; ;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(safely(() => readFileSync(file, 'utf8')));
    if (!holder || !alive(holder)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) console.log(`waiting for process ${holder}, which is at ${name} …`);
    told = true;
    await new Promise((done) => setTimeout(done, 300));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function safely(read) {
  try {
    return read();
  } catch {
    return '';
  }
}
