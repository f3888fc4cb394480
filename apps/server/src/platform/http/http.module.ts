import { Module, type OnModuleInit } from '@nestjs/common';
import {
  APP_FILTER,
  APP_GUARD,
  APP_INTERCEPTOR,
  APP_PIPE,
  DiscoveryModule,
  DiscoveryService,
  MetadataScanner,
  Reflector,
} from '@nestjs/core';
import { StandardSchemaSerializerInterceptor } from '@nestjs/common';
import { AccessModule } from '../../access';
import { AccessGuard } from './access.guard';
import { CurrentInterceptor } from './current.interceptor';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { OpenApiController } from './open-api.controller';
import { ProblemFilter } from './problem.filter';
import { demandAccessOnEveryRoute, type Route, routesOf } from './routes';
import { validation } from './validation';

/** What every request passes: who, what, how often, and in which shape it leaves. */
@Module({
  imports: [DiscoveryModule, AccessModule],
  controllers: [OpenApiController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_PIPE, useValue: validation },
    {
      provide: APP_INTERCEPTOR,
      useFactory: (reflector: Reflector) => new StandardSchemaSerializerInterceptor(reflector),
      inject: [Reflector],
    },
    { provide: APP_INTERCEPTOR, useClass: CurrentInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class HttpModule implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  get routes(): Route[] {
    return routesOf(this.discovery, this.scanner);
  }

  onModuleInit(): void {
    demandAccessOnEveryRoute(this.routes);
  }
}
