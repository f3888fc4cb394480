import { inject } from '@angular/core';
import type { Department, User } from '@torch/contracts';
import { Whole } from '@torch/ui';
import type { ChartHead } from '../chart/titled';
import { Language } from '../platform/language';
import { Session } from '../platform/session';
import type { FunnelAddress, FunnelFilterName } from './funnel-address';
import { FunnelNames } from './funnel-names';
import { funnelNarrowing } from './funnel-sentence';
import { funnelWords } from './funnel-words';

/**
 * Says what a chart of the funnel's pages is of: it stands beside the chart on the page, and above it in its files. Made
 * in an injection context.
 * @param asked the question that the chart answers
 */
export function chartHeads(asked: () => FunnelAddress) {
  const [names, t, language, me] = [inject(FunnelNames), funnelWords(), inject(Language), inject(Session).me];
  const users = new Whole<User>('/api/v1/users', () => (asked().owner ? {} : undefined));
  const departments = new Whole<Department>('/api/v1/departments', () => (asked().department ? {} : undefined));
  const nameOf = (filter: FunnelFilterName, value: string): string => {
    if (filter === 'owner') {
      const user = [me(), ...users.items()].find((each) => each?.id === value);
      return user?.displayName ?? t().otherPerson;
    }
    if (filter === 'department') {
      const department = departments.items().find(({ id }) => id === value);
      return (language.current() === 'en' && department?.nameEn) || (department?.name ?? t().otherDepartment);
    }
    return names.group(filter, value, null);
  };
  return (title: string, period: string, of: { asOf: string; countedAt: string; timeZone: string }): ChartHead => {
    const { q, within } = asked();
    const filters = [
      ...(within ? [t().withins(within)] : []),
      ...(q ? [t().narrowedBy(t().search, q)] : []),
      ...funnelNarrowing(asked(), t(), nameOf).map((each) =>
        t().narrowedBy(each.name, each.values.join(t().listComma)),
      ),
    ];
    return {
      title: `${t().funnel} · ${title}`,
      lines: [`${period} · ${names.asOf(of)}`, ...(filters.length > 0 ? [filters.join(' · ')] : [])],
    };
  };
}
