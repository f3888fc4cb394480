import { FieldError, ProblemDetails } from '@torch/contracts';
import { type PipeTransform, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import * as z from 'zod';
import type { Route } from './routes';

type Json = Record<string, unknown>;
type Schema = z.ZodType;

/** Where Nest keeps what a parameter decorator said: `kind:index` → its options. */
const kinds = { '3': 'body', '4': 'query', '5': 'param' } as const;

/** The schemas that a handler names for its body, query and path. */
export function inputsOf(controller: Type, method: string): Partial<Record<'body' | 'query' | 'param', Schema>> {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { schema?: Schema; pipes?: (PipeTransform | { schema?: Schema })[] }
  >;
  return Object.fromEntries(
    Object.entries(args).flatMap(([key, { schema }]) => {
      const kind = kinds[key.split(':')[0] as keyof typeof kinds];
      return kind && schema ? [[kind, schema]] : [];
    }),
  );
}

const json = (schema: Schema, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  }) as Json;
  return rest;
};

const parameters = (schema: Schema | undefined, place: 'query' | 'path'): Json[] => {
  if (!schema) return [];
  const { properties = {}, required = [] } = json(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: each,
  }));
};

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
});

/** A file with its fields, which come before it. */
function uploadOf(fields: Schema): Json {
  const { properties = {}, required = [] } = json(fields, 'input') as { properties?: Json; required?: string[] };
  const file = { type: 'string', format: 'binary' };
  const schema = { type: 'object', properties: { ...properties, file }, required: [...required, 'file'] };
  return { required: true, content: { 'multipart/form-data': { schema } } };
}

function operation(route: Route): Json {
  const { body, query, param } = inputsOf(route.controller, route.handler.split('.').at(-1) as string);
  const { status, schema, contentType } = route.answer ?? { status: 200, schema: null };
  const open = route.access && 'public' in route.access;
  return {
    operationId: route.handler.replace(/[<>]/g, '-').replace(/-?\./, '.'),
    tags: [route.path.split('/')[1]],
    ...(route.access && 'permission' in route.access && { 'x-permission': route.access.permission }),
    ...(open && { security: [] }),
    parameters: [...parameters(param, 'path'), ...parameters(query, 'query')],
    ...(route.upload && { requestBody: uploadOf(route.upload) }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: json(body, 'input') } } } }),
    responses: {
      [String(status)]: schema
        ? { description: 'Done', content: { 'application/json': { schema: json(schema, 'output') } } }
        : {
            description: 'Done',
            ...(contentType && { content: { [contentType]: { schema: { type: 'string', format: 'binary' } } } }),
          },
      '400': problem('The request does not fit the schema'),
      ...(!open && { '401': problem('Not signed in'), '403': problem('Not permitted') }),
      default: problem('Any other problem'),
    },
  };
}

/** OpenAPI 3.1 of every route, from the same schemas that check the requests. */
export function openApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Torch CRM',
      version: '1',
      description: 'Investment-attraction CRM. Errors are problem details (RFC 9457).',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'torch_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
      schemas: { ProblemDetails: json(ProblemDetails, 'output'), FieldError: json(FieldError, 'output') },
    },
  };
}
