import { computed, inject, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';
import { type FigureCode, figureCodes, type FunnelStep, funnelSteps, type KpiSide, kpiSides } from '@torch/domain';

/** The part of a figure that stands in the address bar. */
export interface FigureAddress {
  kpi: FigureCode;
  side: KpiSide;
  step?: FunnelStep;
  reason?: string;
  of: 'frozen' | 'now';
}

/** Reads it; what it leaves out is the first of its kind. Made in an injection context of a page. */
export function figureAddress(): Signal<FigureAddress> {
  const route = inject(ActivatedRoute);
  const given = toSignal(route.queryParams, { initialValue: route.snapshot.queryParams });
  return computed(() => {
    const { kpi, side, step, reason, of } = given();
    const at = funnelSteps.find((each) => each === step);
    return {
      kpi: figureCodes.find((each) => each === kpi) ?? 'projectsSigned',
      side: kpiSides.find((each) => each === side) ?? 'numerator',
      of: of === 'now' ? 'now' : 'frozen',
      ...(at && { step: at }),
      ...(typeof reason === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$|^$/.test(reason) && { reason }),
    };
  });
}
