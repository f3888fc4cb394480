// Checks what no engine checks here: the Dockerfile's syntax and habits, and the shape of the compose file.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { root } from './lib/steps.mjs';

const problems = [];
const demand = (condition, sentence) => condition || problems.push(sentence);

const dockerfile = readFileSync(join(root, 'docker/Dockerfile'), 'utf8');
for (const { message, range } of validate(dockerfile)) problems.push(`Dockerfile:${range.start.line + 1}: ${message}`);
const instructions = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line));
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
demand(
  instructions.filter((line) => line.startsWith('FROM ')).length > 1,
  'Dockerfile: build and run in separate stages',
);
demand(
  lastStage.some((line) => /^USER (?!root)/.test(line)),
  'Dockerfile: the last stage must not run as root',
);
demand(
  lastStage.some((line) => line.startsWith('HEALTHCHECK ')),
  'Dockerfile: the last stage needs a HEALTHCHECK',
);
for (const line of instructions.filter((each) => each.startsWith('COPY ') && !each.includes('--from')))
  for (const source of line.split(' ').slice(1, -1))
    demand(existsSync(join(root, source)), `Dockerfile: ${source} does not exist`);

const compose = parse(readFileSync(join(root, 'docker/compose.yml'), 'utf8'), { merge: true });
const services = compose.services ?? {};
for (const name of ['postgres', 'redis', 'api', 'worker', 'mailpit'])
  demand(services[name], `compose: no service ${name}`);
for (const [name, service] of Object.entries(services)) {
  demand(service.image || service.build, `compose: ${name} has neither image nor build`);
  for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
    demand(services[other], `compose: ${name} depends on ${other}, which is not there`);
    demand(
      condition !== 'service_healthy' || services[other]?.healthcheck,
      `compose: ${name} waits for ${other}, which has no healthcheck`,
    );
  }
  for (const port of service.ports ?? [])
    demand(String(port).startsWith('127.0.0.1:'), `compose: ${name} opens ${port} to the network`);
  for (const [key, value] of Object.entries(service.environment ?? {}))
    demand(!/PASSWORD|SECRET/.test(key) || /^\$\{\w+:\?/.test(String(value)), `compose: ${name} has a default ${key}`);
}

for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'Dockerfile and compose.yml are in order' : `${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
