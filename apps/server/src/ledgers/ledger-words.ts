import { type Labels, labels, type Locale } from '@torch/contracts';
import { type AnyDealStage, batches } from '@torch/domain';
import type { EntityManager } from 'typeorm';

/** The zone's lists by which cells are told. */
const lists = [
  'clusters',
  'parks',
  'anchors',
  'regions',
  'tiers',
  'channels',
  'chains',
  'chain_nodes',
  'close_reasons',
] as const;

const own = {
  'zh-CN': {
    confidential: '保密',
    foreign: '外资',
    domestic: '内资',
    currency: '币种',
    several: '多币种',
    leftAt: (aside: string, stage: string) => `${aside}(${stage})`,
    watermark: (title: string, code: string, who: string, when: string, rows: number) =>
      `${title} · 导出编号 ${code} · ${who} · ${when} · 共 ${rows} 条 · 内部资料,请勿外传`,
    purpose: '用途',
  },
  en: {
    confidential: 'confidential',
    foreign: 'foreign',
    domestic: 'domestic',
    currency: 'currency',
    several: 'several',
    leftAt: (aside: string, stage: string) => `${aside} (${stage})`,
    watermark: (title: string, code: string, who: string, when: string, rows: number) =>
      `${title} · export ${code} · ${who} · ${when} · ${rows} rows · internal, not to be passed on`,
    purpose: 'Purpose',
  },
} as const;

/** Kinds and states whose codes are called by the labels of the product. */
export type LabelledKind = keyof Pick<
  Labels,
  | 'chainGap'
  | 'leadStatus'
  | 'screeningConclusion'
  | 'agreementKind'
  | 'constructionKind'
  | 'investorKind'
  | 'investorOrigin'
  | 'leaderLevel'
  | 'centreKind'
  | 'visitKind'
  | 'visitStatus'
>;

/** What codes are called in the language of the reader. */
export class LedgerWords {
  readonly labels: Labels;
  readonly own: (typeof own)[Locale];
  private readonly countries: Intl.DisplayNames;

  private constructor(
    readonly locale: Locale,
    private readonly names: ReadonlyMap<string, string>,
  ) {
    this.labels = labels[locale];
    this.own = own[locale];
    this.countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  }

  /** Reads the names of the zone's lists, in one statement. */
  static async read(manager: EntityManager, locale: Locale): Promise<LedgerWords> {
    const column = locale === 'en' ? 'name_en' : 'name_zh';
    const rows: { key: string; name: string }[] = await manager.query(
      lists.map((list) => `SELECT '${list} ' || code AS key, ${column} AS name FROM ${list}`).join(' UNION ALL '),
    );
    return new LedgerWords(locale, new Map(rows.map(({ key, name }) => [key, name])));
  }

  get confidential(): string {
    return this.own.confidential;
  }

  /** Of an entry of a list; the code where it has none. */
  name(list: string, code: string): string {
    return this.names.get(`${list} ${code}`) ?? code;
  }

  label(kind: LabelledKind, code: string): string {
    return (this.labels[kind] as Record<string, string>)[code] ?? code;
  }

  /** @param codes a stage, and for one beside the road the stage that was left */
  stage([stage = '', left]: readonly string[]): string {
    const name = (code: string) => this.labels.dealStage[code as AnyDealStage] ?? code;
    return left ? this.own.leftAt(name(stage), name(left)) : name(stage);
  }

  batch(stage: string): string {
    const entry = Object.entries(batches).find(([, stages]) => stages.some((each) => each === stage));
    return entry ? this.labels.batch[entry[0] as keyof typeof batches] : '';
  }

  country(code: string): string {
    return this.countries.of(code) ?? code;
  }

  foreign(foreign: boolean): string {
    return foreign ? this.own.foreign : this.own.domestic;
  }
}
