import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpModule } from '../src/platform/http/http.module';
import { demandAccessOnEveryRoute, type Route } from '../src/platform/http/routes';
import { startWorld, type World } from './support';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

interface Operation {
  parameters: { name: string; in: string }[];
  requestBody?: unknown;
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

describe('the description of the API', () => {
  it('has every route with its parameters, its answer and its problems', async () => {
    const { body } = await world.http().get('/api/v1/openapi.json').expect(200);
    expect(body.openapi).toBe('3.1.0');
    const routes = world.app
      .get(HttpModule)
      .routes.filter(({ path }) => !/^\/(healthz|readyz|metrics|calendar\/:file)$/.test(path));
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`).sort(),
    );
    for (const { method, path, answer } of routes) {
      const operation = body.paths[path.replace(/:(\w+)/g, '{$1}')][method.toLowerCase()] as Operation;
      const inPath = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(inPath.sort(), path).toEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => name).sort());
      expect(Object.keys(operation.responses), path).toContain(String(answer?.status ?? 200));
      expect(operation.responses['default']?.content).toHaveProperty(['application/problem+json']);
    }
  });

  it('is browsable', async () => {
    const { text } = await world.http().get('/api/docs').expect(200);
    expect(text).toContain('swagger');
  });
});

describe('start-up', () => {
  it('fails on a handler that names neither its permission nor that it is public', () => {
    class SilentController {}
    const silent: Route = {
      method: 'GET',
      path: '/silent',
      handler: 'SilentController.read',
      controller: SilentController,
      access: undefined,
      answer: undefined,
    };
    expect(() => demandAccessOnEveryRoute([...world.app.get(HttpModule).routes, silent])).toThrow(
      'SilentController.read',
    );
    expect(() => demandAccessOnEveryRoute(world.app.get(HttpModule).routes)).not.toThrow();
  });
});

describe('the probes', () => {
  it('tell of the process, the parts and the numbers', async () => {
    await world.http().get('/healthz').expect(200, { status: 'ok' });
    const { body } = await world.http().get('/readyz').expect(200);
    expect(body).toEqual({ status: 'ok', database: 'ok', queue: 'ok', queueBackend: 'postgresql' });
    const { text } = await world.http().get('/metrics').expect(200);
    expect(text).toContain('torch_mails_waiting 0');
  });
});
