import {
  type KpiFigure,
  type Kpis,
  labels,
  type Locale,
  type ReportData,
  reportWords,
  type Target,
  type TargetProgress,
  type TargetsProgress,
} from '@torch/contracts';
import { isOfMoney, isTooEarly, kpiCodes, type KpiKind, lastYearOf, type ReportRow } from '@torch/domain';

type Names = ReportData['names'];

/** Targets as rows of a report, those that can be judged first: every figure as the progress of the targets says it. */
export const targetRows = ({ items }: TargetsProgress): ReportRow<'targets'>[] =>
  [...items].sort((a, b) => Number(a.standing === null) - Number(b.standing === null)).map(targetRow);

function targetRow(progress: TargetProgress): ReportRow<'targets'> {
  const { target, goal, done, donePercent, duePercent, perMonthNeeded, standing, why } = progress;
  return {
    target: target.id,
    part: target.id,
    unit: unitOf(progress),
    goal,
    done,
    share: donePercent,
    elapsed: duePercent,
    // What is reached needs nothing more.
    needed: standing === 'reached' ? null : perMonthNeeded,
    verdict: standing ?? why,
  };
}

function unitOf({ currency, target }: TargetProgress): string | null {
  if (currency) return currency;
  if (target.metric === 'byHand') return target.unitZh || target.unitEn ? target.id : null;
  return target.metric === 'visits' ? 'meetings' : 'projects';
}

const locales = { zh: 'zh-CN', en: 'en' } as const satisfies Record<string, Locale>;
const inBoth = (told: (locale: Locale) => string) => ({ zh: told(locales.zh), en: told(locales.en) });

/** What each target is called, for which part of the zone it is, and what it is counted in by hand. */
export function targetNames({ items }: TargetsProgress, names: Names): Names {
  return Object.fromEntries(
    items.flatMap(({ target }) => [
      [`target.${target.id}`, inBoth((locale) => nameOf(target, locale))],
      [`part.${target.id}`, inBoth((locale) => partOf(target, locale, names))],
      [`unit.${target.id}`, { zh: target.unitZh ?? target.unitEn ?? '', en: target.unitEn ?? target.unitZh ?? '' }],
    ]),
  );
}

function nameOf(target: Target, locale: Locale): string {
  const words = reportWords[locale];
  const own = locale === 'en' ? target.nameEn : target.nameZh;
  const metric = target.metric === 'visits' ? words.figure.visitsHeld : labels[locale].targetMetric[target.metric];
  const name = own ?? (target.kind === 'growth' && target.value ? words.growth(metric, target.value) : metric);
  return target.years > 1 ? words.plan(name, String(target.firstYear), String(lastYearOf(target))) : name;
}

function partOf(target: Target, locale: Locale, names: Names): string {
  const { cluster, park, region, departmentName, departmentNameEn } = target;
  const places = Object.entries({ cluster, park, region }).flatMap(([kind, code]) =>
    code === null ? [] : [names[`${kind}.${code}`]?.[locale === 'en' ? 'en' : 'zh'] ?? code],
  );
  const department = (locale === 'en' && departmentNameEn) || departmentName;
  const parts = department ? [...places, department] : places;
  return parts.length > 0 ? parts.join(' · ') : reportWords[locale].scope.all;
}

const isKpi = ({ code }: KpiFigure): boolean => kpiCodes.some((each) => each === code);

/** Indicators as rows of a report: every figure as their page says it. */
export const kpiRows = ({ items, reportingCurrency }: Kpis): ReportRow<'kpis'>[] =>
  items.filter(isKpi).map((figure) => {
    const { code, kind, value, p90, numerator, denominator, undecided } = figure;
    const side = ({ count, amount }: KpiFigure['numerator']) =>
      isOfMoney(code) ? (amount?.amount ?? null) : String(count);
    return {
      kpi: code,
      unit: kpiUnits[kind] ?? (kind === 'money' ? reportingCurrency : code === 'lostLeads' ? 'leads' : 'projects'),
      // A sum of nothing is told as none; a rate of which it is too early to tell, in words.
      value: (kind === 'money' && numerator.count === 0) || isTooEarly(figure) ? null : value,
      ninetieth: p90,
      numerator: side(numerator),
      denominator: hasTwoSides(kind) ? side(denominator) : null,
      undecided: hasTwoSides(kind) ? undecided.count : null,
    };
  });

const kpiUnits: Partial<Record<KpiKind, string>> = { rate: 'percent', days: 'days', hours: 'hours' };

/** Sums, and times of which every record of the period counts, have one side. */
const hasTwoSides = (kind: KpiKind): boolean => kind === 'rate' || kind === 'hours';

/** What no rate is known for, of each figure that has any. */
export const leftOutOf = (targets: TargetsProgress, kpis: Kpis): ReportData['leftOut'] =>
  [
    ...targets.items.map(({ target, unconverted }) => ({
      table: 'targets' as const,
      code: target.id,
      amounts: unconverted,
    })),
    ...kpis.items.map(({ code, numerator, apart }) => ({
      table: 'kpis' as const,
      code,
      amounts: [...numerator.unconverted, ...apart.unconverted],
    })),
  ].filter(({ amounts }) => amounts.length > 0);
