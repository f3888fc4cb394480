import { inject } from '@angular/core';
import { type CanActivateFn, type CanDeactivateFn, Router } from '@angular/router';
import type { Me, SetupState } from '@torch/contracts';
import { Api } from './api';
import { Language } from './language';
import { platformWords } from './platform-words';
import { Session } from './session';

/** Lets the signed-in through; sends others to the set-up, the sign-in, to change their password, or to wait for the server. */
export const signedIn: CanActivateFn = async (_, { url }) => {
  const [session, router, api, language] = [inject(Session), inject(Router), inject(Api), inject(Language)];
  let me: Me | null;
  try {
    me = await session.load();
    if (!me) {
      const { open } = await api.get<SetupState>('/setup');
      return open ? router.parseUrl('/setup') : router.createUrlTree(['/sign-in'], { queryParams: { to: url } });
    }
  } catch {
    return router.createUrlTree(['/unreachable'], { queryParams: { to: url } });
  }
  if (!language.isChosen) language.use(me.locale);
  return me.mustChangePassword && url !== '/password' ? router.parseUrl('/password') : true;
};

/** A page with a draft that is not saved. */
export interface Unsaved {
  isDirty(): boolean;
}

export const warnBeforeLeaving: CanDeactivateFn<Unsaved> = (page) =>
  !page.isDirty() || confirm(platformWords()().leave);
