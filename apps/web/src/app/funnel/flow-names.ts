import type { FlowSource, FlowTarget } from '@torch/domain';
import type { FunnelNames } from './funnel-names';
import type { FunnelWords } from './funnel.zh';

/** Where a move begins, in words. */
export function flowSource(source: FlowSource, { flow }: FunnelWords, names: FunnelNames): string {
  if (source === 'outside') return flow.outside;
  if (source === 'onHold') return flow.fromHold;
  return source === 'lost' ? flow.fromLost : names.step(source);
}

/** Where it leads. */
export function flowTarget(target: FlowTarget, { flow, column }: FunnelWords, names: FunnelNames): string {
  if (target === 'back') return flow.back;
  return target === 'onHold' || target === 'lost' ? column[target] : names.step(target);
}
