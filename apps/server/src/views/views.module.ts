import { Module } from '@nestjs/common';
import { SavedViewController } from './saved-view.controller';
import { SavedViewQueries } from './saved-view.queries';
import { SavedViewService } from './saved-view.service';

/** Ways of looking at a page, kept under a name. */
@Module({ controllers: [SavedViewController], providers: [SavedViewQueries, SavedViewService] })
export class ViewsModule {}
