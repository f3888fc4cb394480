import type { Funnel } from '@torch/contracts';
import { type FunnelStep, funnelSteps } from '@torch/domain';
import { csvText } from '../kit/csv';
import { heatShare } from './heat-chart';

/** The heat map as a table: a row for each group, with how many came to each step, then how large a share they are. */
export function heatCsv(
  { groups, view }: Pick<Funnel, 'groups' | 'view'>,
  names: readonly string[],
  words: { group: string; count: string; step: (step: FunnelStep) => string },
): string {
  // Where all stand there are no shares, and there is none of what was created.
  const shared = view === 'snapshot' ? [] : funnelSteps.slice(1);
  return csvText([
    [
      words.group,
      ...funnelSteps.map((step) => `${words.step(step)} · ${words.count}`),
      ...shared.map((step) => `${words.step(step)} · %`),
    ],
    ...groups.map(({ steps }, index) => [
      names[index] ?? '',
      ...steps.map(({ count }) => count),
      ...shared.map((_, at) => {
        const figures = steps[at + 1];
        return figures ? heatShare(view, at + 1, figures).percent : null;
      }),
    ]),
  ]);
}
