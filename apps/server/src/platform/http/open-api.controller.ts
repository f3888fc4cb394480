import { Controller, Get } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Public } from './decorators';
import { openApi } from './open-api';
import { routesOf } from './routes';

/** Probes of operation live outside the API and its description. */
const outside = /^\/(healthz|readyz|metrics|calendar\/:file)$/;

@Controller('openapi.json')
export class OpenApiController {
  private document: object | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  @Get()
  @Public()
  read(): object {
    return (this.document ??= openApi(
      routesOf(this.discovery, this.scanner).filter(({ path }) => !outside.test(path)),
    ));
  }
}
