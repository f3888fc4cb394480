import { IdParams, ReferenceQuery, referenceSchemas } from '@torch/contracts';
import { type Actor, type ReferenceKind, referenceKinds } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query, type Type } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { ReferenceService } from './reference.service';

type Input = Record<string, unknown>;

/** One controller for one list; all lists answer alike. */
function controllerOf(kind: ReferenceKind): Type {
  const schemas = referenceSchemas[kind];

  @Controller(kind)
  class ReferenceController {
    constructor(private readonly reference: ReferenceService) {}

    @Get()
    @Requires('reference.read')
    @Returns(schemas.page)
    page(@Query({ schema: ReferenceQuery }) query: ReferenceQuery) {
      return this.reference.page(kind, query);
    }

    @Get(':id')
    @Requires('reference.read')
    @Returns(schemas.item)
    one(@Param({ schema: IdParams }) { id }: IdParams) {
      return this.reference.one(kind, id);
    }

    @Post()
    @Requires('reference.edit')
    @Returns(schemas.item, 201)
    create(@CurrentActor() actor: Actor, @Body({ schema: schemas.create }) input: Input) {
      return this.reference.create(actor, kind, input);
    }

    @Patch(':id')
    @Requires('reference.edit')
    @Returns(schemas.item)
    update(
      @CurrentActor() actor: Actor,
      @Param({ schema: IdParams }) { id }: IdParams,
      @Body({ schema: schemas.update }) input: Input & { version: number },
    ) {
      return this.reference.update(actor, kind, id, input);
    }

    @Delete(':id')
    @Requires('reference.edit')
    @ReturnsNothing()
    remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
      return this.reference.remove(actor, kind, id);
    }
  }
  // Named after its list, for the records of routes and for stack traces.
  Object.defineProperty(ReferenceController, 'name', { value: `ReferenceController<${kind}>` });
  return ReferenceController;
}

export const referenceControllers: Type[] = referenceKinds.map(controllerOf);
