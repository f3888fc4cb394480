import { computed, inject, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';
import { Times } from '../kit';
import { type FunnelAddress, readAddress } from './funnel-address';

/** The question that stands in the address bar. Made in an injection context of a page. */
export function addressState(): Signal<FunnelAddress> {
  const [route, times] = [inject(ActivatedRoute), inject(Times)];
  const given = toSignal(route.queryParams, { initialValue: route.snapshot.queryParams });
  return computed(() => readAddress(given(), times.today()));
}
