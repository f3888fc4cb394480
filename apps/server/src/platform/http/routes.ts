import type { Type } from '@nestjs/common';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type * as z from 'zod';
import { type Access, accessKey, type Answer, returnsKey, takesFileKey } from './decorators';

export interface Route {
  method: string;
  /** Below `/api/v1`, or absolute for the probes of operation. */
  path: string;
  handler: string;
  controller: Type;
  access: Access | undefined;
  answer: Answer | undefined;
  /** Fields that come with a file. */
  upload?: z.ZodType | undefined;
}

const segments = (...parts: string[]) =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;

/** Every handler of the application, from Nest's own records. */
export function routesOf(discovery: DiscoveryService, scanner: MetadataScanner): Route[] {
  return discovery.getControllers().flatMap(({ instance, metatype }) => {
    const controller = metatype as Type;
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as object;
      const path = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
      if (path === undefined) return [];
      return [
        {
          method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'GET',
          path: segments(base, path),
          handler: `${controller.name}.${name}`,
          controller,
          access: Reflect.getMetadata(accessKey, handler) as Access | undefined,
          answer: Reflect.getMetadata(returnsKey, handler) as Answer | undefined,
          upload: Reflect.getMetadata(takesFileKey, handler) as z.ZodType | undefined,
        },
      ];
    });
  });
}

/** @throws Error naming each handler that says neither what it requires nor that it is public */
export function demandAccessOnEveryRoute(routes: readonly Route[]): void {
  const silent = routes.filter(({ access }) => !access).map(({ handler }) => handler);
  if (silent.length > 0) throw new Error(`handlers without @Requires or @Public: ${silent.join(', ')}`);
}
