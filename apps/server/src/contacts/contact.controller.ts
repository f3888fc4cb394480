import { Contact, ContactPage, ContactQuery, CreateContact, IdParams, UpdateContact } from '@torch/contracts';
import type { Actor } from '@torch/domain';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Returns, ReturnsNothing } from '../platform/http/decorators';
import { ContactService } from './contact.service';

@Controller('contacts')
export class ContactController {
  constructor(private readonly contacts: ContactService) {}

  @Get()
  @Requires('contact.list')
  @Returns(ContactPage)
  page(@CurrentActor() actor: Actor, @Query({ schema: ContactQuery }) query: ContactQuery) {
    return this.contacts.page(actor, query);
  }

  @Get(':id')
  @Requires('contact.read')
  @Returns(Contact)
  one(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.contacts.open(actor, id);
  }

  @Post()
  @Requires('contact.create')
  @Returns(Contact, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: CreateContact }) input: CreateContact) {
    return this.contacts.create(actor, input);
  }

  @Patch(':id')
  @Requires('contact.update')
  @Returns(Contact)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: IdParams }) { id }: IdParams,
    @Body({ schema: UpdateContact }) input: UpdateContact,
  ) {
    return this.contacts.update(actor, id, input);
  }

  @Delete(':id')
  @Requires('contact.delete')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: IdParams }) { id }: IdParams) {
    return this.contacts.remove(actor, id);
  }
}
