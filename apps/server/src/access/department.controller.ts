import {
  CreateDepartment,
  Department,
  DepartmentPage,
  DepartmentQuery,
  IdParams,
  UpdateDepartment,
} from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { DepartmentService } from './department.service';

@Controller('departments')
export class DepartmentController {
  constructor(private readonly departments: DepartmentService) {}

  @Get()
  @Requires('department.list')
  @Returns(DepartmentPage)
  page(@Query({ schema: DepartmentQuery }) query: DepartmentQuery) {
    return this.departments.page(query);
  }

  @Get(':id')
  @Requires('department.list')
  @Returns(Department)
  one(@Param({ schema: IdParams }) { id }: IdParams) {
    return this.departments.one(id);
  }

  @Post()
  @Requires('department.manage')
  @Returns(Department, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateDepartment }) input: CreateDepartment) {
    return this.departments.create(actor, input);
  }

  @Patch(':id')
  @Requires('department.manage')
  @Returns(Department)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateDepartment }) input: UpdateDepartment,
  ) {
    return this.departments.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('department.manage')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.departments.remove(actor, id);
  }
}
