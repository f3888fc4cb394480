import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { Problem } from '@torch/contracts';
import { v7 as uuid } from 'uuid';
import { AppModule } from './app.module';
import type { Config } from './platform/config';
import { HttpModule } from './platform/http/http.module';
import { openApi } from './platform/http/open-api';
import { ProblemFilter } from './platform/http/problem.filter';
import { endSilentConnections } from './platform/http/silent-connections';
import { createLogger } from './platform/logger';
import { requestContext } from './platform/request-context';

const year = 365 * 24 * 60 * 60;

/** The whole application, ready to listen. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const { BODY_LIMIT_BYTES, TRUST_PROXY } = config.settings;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: typeof TRUST_PROXY === 'number' ? (_, hop) => hop < TRUST_PROXY : TRUST_PROXY,
    genReqId: () => uuid(),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    logger: createLogger(config),
    abortOnError: false,
  });
  app.setGlobalPrefix('api/v1', { exclude: ['healthz', 'readyz', 'metrics', 'calendar/:file'] });
  await secure(app, config);
  bindRequests(app);
  endSilentConnections(app);
  serveDocs(app);
  await serveWeb(app, config);
  return app;
}

async function secure(app: NestFastifyApplication, config: Config): Promise<void> {
  await app.register(cookie);
  await app.register(multipart);
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: [`'self'`],
        scriptSrc: [`'self'`],
        styleSrc: [`'self'`, `'unsafe-inline'`],
        imgSrc: [`'self'`, 'data:'],
        fontSrc: [`'self'`, 'data:'],
        connectSrc: [`'self'`],
        frameAncestors: [`'none'`],
        objectSrc: [`'none'`],
        baseUri: [`'self'`],
        formAction: [`'self'`],
        upgradeInsecureRequests: config.secureCookies ? [] : null,
      },
    },
    strictTransportSecurity: config.secureCookies ? { maxAge: year, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] });
}

/** Gives every request its context, and keeps answers of the API out of caches. */
function bindRequests(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    requestContext.run({ requestId: request.id, address: request.ip }, done);
  });
}

function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApi(app.get(HttpModule).routes) as never, {
    jsonDocumentUrl: 'api/docs-json',
  });
}

/** The built pages: hashed files for a year, everything that is no file is a page of the app. */
async function serveWeb(app: NestFastifyApplication, config: Config): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const root = config.settings.WEB_ROOT;
  const page = root && existsSync(join(root, 'index.html')) ? readFileSync(join(root, 'index.html')) : null;
  if (!root || !page) return;
  await app.register(fastifyStatic, {
    root,
    index: false,
    wildcard: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header('cache-control', /-[A-Z0-9]{8}\./.test(path) ? `public, max-age=${year}, immutable` : 'no-cache');
    },
  });
  const filter = new ProblemFilter();
  fastify.get('/*', (request, reply) => {
    const isFile = /\.\w+$/.test(request.url.split('?')[0] ?? '');
    if (isFile || request.url.startsWith('/api/')) filter.answer(new Problem('not-found'), request, reply);
    else void reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  });
}
