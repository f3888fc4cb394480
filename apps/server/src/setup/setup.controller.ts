import { Setup, SetupResult, SetupState } from '@torch/contracts';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Public, Returns } from '../platform/http/decorators';
import { isFromHere } from '../platform/http/loopback';
import { SetupService } from './setup.service';

@Controller('setup')
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  @Get()
  @Public()
  @Returns(SetupState)
  state(@Req() request: FastifyRequest): Promise<SetupState> {
    return this.setup.state(isFromHere(request));
  }

  @Post()
  @Public()
  @Returns(SetupResult, 201)
  setUp(@Body({ schema: Setup }) input: Setup, @Req() request: FastifyRequest): Promise<SetupResult> {
    return this.setup.setUp(input, isFromHere(request));
  }
}
