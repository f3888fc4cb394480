import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, throwError } from 'rxjs';
import { problemOf, kindOf } from './problem';
import { Session } from './session';

/**
 * Says for whom the page speaks: another tab may have signed somebody else in meanwhile, and the server must not take
 * this one's words for theirs.
 */
export const asUser: HttpInterceptorFn = (request, next) => {
  const me = inject(Session).me();
  return next(me ? request.clone({ setHeaders: { 'X-User-Id': me.id } }) : request);
};

/** A session that ended leads to the sign-in and back; what was typed waits in its draft. */
export const sessionEnded: HttpInterceptorFn = (request, next) => {
  const [router, session] = [inject(Router), inject(Session)];
  return next(request).pipe(
    catchError((error: unknown) => {
      if (error instanceof HttpErrorResponse && session.me()) {
        if (error.status === 401) {
          session.me.set(null);
          void router.navigate(['/sign-in'], { queryParams: { to: router.url } });
        } else if (kindOf(problemOf(error)) === 'password-change-required') void router.navigateByUrl('/password');
      }
      return throwError(() => error);
    }),
  );
};
