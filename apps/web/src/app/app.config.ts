import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  type ApplicationConfig,
  inject,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import {
  TitleStrategy,
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withPreloading,
  withRouterConfig,
} from '@angular/router';
import { NzModalService } from 'ng-zorro-antd/modal';
import { routes } from './app.routes';
import { LostPages } from './kit/lost-pages';
import { PageTitles } from './shell/page-titles';
import { asUser, sessionEnded } from './platform/interceptor';
import { PreloadAtRest } from './platform/preload-at-rest';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      // A leaving that was called off leaves the history as it was.
      withRouterConfig({ canceledNavigationResolution: 'computed' }),
      // Every page is there before the network goes.
      withPreloading(PreloadAtRest),
      withNavigationErrorHandler(({ url }) => inject(LostPages).handle(url)),
    ),
    { provide: TitleStrategy, useExisting: PageTitles },
    provideHttpClient(withInterceptors([asUser, sessionEnded])),
    NzModalService,
  ],
};
