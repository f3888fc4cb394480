import { Gauge, type Registry } from 'prom-client';
import type { FunnelMirror } from '../funnel';

/** Whether what this process keeps of the funnel is what the history tells, for Prometheus. */
export function registerFunnelGauges(registry: Registry, mirror: FunnelMirror): void {
  registry.registerMetric(
    new Gauge({
      name: 'torch_funnel_wrong_leads',
      help: 'Leads that the last nightly check found kept otherwise than their history tells; they have been read anew',
      registers: [],
      collect() {
        this.set(mirror.lastCheck?.wrong ?? 0);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'torch_funnel_checked_seconds',
      help: 'Instant of the last nightly check, in seconds since 1970; 0 for none since the start',
      registers: [],
      collect() {
        this.set((mirror.lastCheck?.at.getTime() ?? 0) / 1000);
      },
    }),
  );
}
