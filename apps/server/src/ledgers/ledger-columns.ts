import type { LedgerColumn, LedgerSubject } from '@torch/domain';
import type { LabelledKind, LedgerWords } from './ledger-words';

/** Values that columns ask for; each stands in the statement only if one does. */
export interface Places {
  /** Time zone of the reader, for instants. */
  zone: () => string;
  /** The reporting time zone, for days and years, which are the same for every reader. */
  reportingZone: () => string;
  /** SQL: whether the reader gets the whole number of contact `k`. */
  wholePhone: () => string;
}

/** Where the value of a column comes from. */
export interface ColumnSource {
  /** SQL of one text. Money is `CUR 1.00`, several joined by `;`; lists of codes are joined by `,`. */
  sql: (places: Places) => string;
  /** The table that it needs beyond those of every row. */
  join?: keyof typeof ledgerJoins;
  /** What a code is called. */
  told?: (value: string, words: LedgerWords) => string;
}

/** Tables that are only looked into where a column asks for them. */
export const ledgerJoins = {
  owner: (row: string) => `JOIN users o ON o.id = ${row}.owner_id`,
  department: (row: string) => `JOIN departments p ON p.id = ${row}.department_id`,
  channel: () => 'JOIN channels h ON h.code = l.channel',
  tour: () => 'LEFT JOIN tours t ON t.id = v.tour_id',
  // Whom one has got to know last.
  contact: () => `LEFT JOIN LATERAL (SELECT k.* FROM contacts k WHERE k.company_id = c.id AND k.deleted_at IS NULL
    ORDER BY k.created_at DESC, k.id DESC LIMIT 1) k ON true`,
  screening: () => `LEFT JOIN LATERAL (SELECT s.conclusion, s.remark FROM screenings s WHERE s.lead_id = l.id
    ORDER BY s.created_at DESC LIMIT 1) s ON true`,
  progress:
    () => `LEFT JOIN LATERAL (SELECT x.starts_at, coalesce(nullif(x.minutes, ''), x.subject) AS told FROM visits x
    WHERE x.lead_id = l.id AND x.deleted_at IS NULL AND x.status = 'completed' ORDER BY x.starts_at DESC LIMIT 1) g ON true`,
  followUp: () => `LEFT JOIN LATERAL (SELECT min(f.due_at) AS due_at FROM follow_ups f
    WHERE f.lead_id = l.id AND f.status = 'open' AND f.deleted_at IS NULL) f ON true`,
} as const;

const plain = (sql: string, join?: ColumnSource['join']): ColumnSource => ({ sql: () => sql, ...(join && { join }) });
const day = (sql: string) => plain(`${sql}::text`);
const instant = (sql: string, join?: ColumnSource['join']): ColumnSource => ({
  sql: ({ zone }) => `to_char(${sql} AT TIME ZONE ${zone()}, 'YYYY-MM-DD HH24:MI')`,
  ...(join && { join }),
});
const dayOf = (sql: string, join?: ColumnSource['join']): ColumnSource => ({
  sql: ({ reportingZone }) => `(${sql} AT TIME ZONE ${reportingZone()})::date::text`,
  ...(join && { join }),
});
const label = (sql: string, told: NonNullable<ColumnSource['told']>, join?: ColumnSource['join']): ColumnSource => ({
  ...plain(sql, join),
  told,
});
const money = (column: string) => plain(`${column}_currency || ' ' || ${column}_amount`);
const named = (list: string, column: string) => label(column, (code, words) => words.name(list, code));

/** Of a deal, one of a small set of kinds. */
const kind = (name: LabelledKind, column: string) => label(column, (code, words) => words.label(name, code));

const thisYear = ({ reportingZone }: Places) => `extract(year FROM now() AT TIME ZONE ${reportingZone()})`;
const sums = (from: string) =>
  `(SELECT string_agg(y.currency || ' ' || y.amount, ';' ORDER BY y.currency) FROM (SELECT x.currency, sum(x.amount) AS amount FROM ${from} GROUP BY x.currency) y)`;
/** Entered amounts of a kind; the kinds are never added together. */
const funds = (kind: string, condition: (places: Places) => string = () => 'true'): ColumnSource => ({
  sql: (places) => sums(`funds x WHERE x.deal_id = d.id AND x.kind = '${kind}' AND ${condition(places)}`),
});
const people = (column: string) =>
  plain(`(SELECT string_agg(concat_ws(' ', x.value ->> 'name', nullif(x.value ->> 'title', '')), '; ' ORDER BY x.ordinality)
    FROM jsonb_array_elements(${column}) WITH ORDINALITY x)`);

/** Of the company and the lead, which leads and deals have in common. */
const common = (row: 'l' | 'd'): Partial<Record<LedgerColumn, ColumnSource>> => ({
  code: plain(`${row}.code`),
  confidential: label('CASE WHEN l.codename IS NOT NULL THEN $$y$$ END', (_, words) => words.confidential),
  title: plain(`coalesce(l.codename, ${row}.title)`),
  company: plain('coalesce(l.codename, c.name)'),
  companyProfile: plain('c.profile'),
  companyRegistrationNumber: plain('c.registration_number'),
  country: label('c.country', (code, words) => words.country(code)),
  foreign: label('c.country', (code, words) => words.foreign(code !== 'CN')),
  region: named('regions', 'l.region'),
  tiers: label(
    `nullif(array_to_string(ARRAY(SELECT x.code FROM company_tiers x WHERE x.company_id = c.id ORDER BY x.code), ','), '')`,
    (codes, words) =>
      codes
        .split(',')
        .map((code) => words.name('tiers', code))
        .join('; '),
  ),
  cluster: named('clusters', 'l.cluster'),
  park: named('parks', 'l.park'),
  chain: named('chains', '(SELECT x.chain_code FROM chain_nodes x WHERE x.code = l.chain_node)'),
  chainNode: named('chain_nodes', 'l.chain_node'),
  chainGap: label('l.chain_gap', (code, words) => words.label('chainGap', code)),
  anchor: named('anchors', 'l.anchor'),
  channel: named('channels', 'l.channel'),
  channelNote: plain('l.channel_note'),
  summary: plain('l.summary'),
  closeReason: named('close_reasons', `${row}.close_reason`),
  screening: label('s.conclusion', (code, words) => words.label('screeningConclusion', code), 'screening'),
  screeningRemark: plain('s.remark', 'screening'),
  progress: plain('g.told', 'progress'),
  progressOn: dayOf('g.starts_at', 'progress'),
  nextFollowUpAt: instant('f.due_at', 'followUp'),
  lastContactAt: instant('l.last_contact_at'),
  firstContactOn: dayOf('l.created_at'),
});

/** Of whoever is met and whose the row is. */
const whose = (row: string): Partial<Record<LedgerColumn, ColumnSource>> => ({
  contact: plain('k.name', 'contact'),
  contactTitle: plain('k.title', 'contact'),
  // A star before it says that it is to be masked.
  contactPhone: {
    sql: ({ wholePhone }) => `CASE WHEN ${wholePhone()} THEN k.phone ELSE '*' || k.phone END`,
    join: 'contact',
  },
  phoneVerifiedOn: plain('k.phone_verified_on::text', 'contact'),
  owner: plain('o.display_name', 'owner'),
  department: plain('p.name', 'department'),
  createdAt: instant(`${row}.created_at`),
  updatedAt: instant(`${row}.updated_at`),
});

/** Where each column of a kind of record comes from. */
export const columnSources = (
  protectedUntil: string,
): Record<LedgerSubject, Partial<Record<LedgerColumn, ColumnSource>>> => ({
  lead: {
    ...common('l'),
    ...whose('l'),
    status: label('l.status', (code, words) => words.label('leadStatus', code)),
    estimatedInvestment: money('l.investment'),
    protectedUntil: instant(`(${protectedUntil})`, 'channel'),
    wakeOn: day('l.wake_on'),
  },
  deal: {
    ...common('d'),
    ...whose('d'),
    stage: label(`d.stage || coalesce(',' || d.stage_left, '')`, (codes, words) => words.stage(codes.split(','))),
    stageSince: day('d.stage_since'),
    batch: label('d.stage', (code, words) => words.batch(code)),
    totalInvestment: money('d.total_investment'),
    fixedAssetInvestment: money('d.fixed_asset_investment'),
    contractedForeignCapital: money('d.contracted_foreign_capital'),
    agreedAmount: money('d.agreed_amount'),
    registeredCapital: money('d.registered_capital'),
    filingAmount: money('d.filing_amount'),
    annualOutput: money('d.annual_output'),
    annualTax: money('d.annual_tax'),
    planThisYear: {
      sql: (places) =>
        sums(
          `investment_plans x WHERE x.deal_id = d.id AND x.kind = 'fixedAssetInvestment' AND x.year = ${thisYear(places)}`,
        ),
    },
    fundsThisYear: funds('fundsInPlace', (places) => `extract(year FROM x.on_date) = ${thisYear(places)}`),
    fundsInPlace: funds('fundsInPlace'),
    fundsUse: plain(
      `(SELECT string_agg(DISTINCT x.source, '; ') FROM funds x WHERE x.deal_id = d.id AND x.kind = 'fundsInPlace' AND x.source <> '')`,
    ),
    utilisedForeignCapital: funds('utilisedForeignCapital'),
    landMu: plain('d.land_mu::text'),
    plantM2: plain('d.plant_m2::text'),
    powerKva: plain('d.power_kva::text'),
    workers: plain(
      `(SELECT string_agg(concat_ws(' ', x.value ->> 'skill', x.value ->> 'count'), '; ' ORDER BY x.ordinality) FROM jsonb_array_elements(d.workers) WITH ORDINALITY x)`,
    ),
    environmentalCapacity: plain('d.environmental_capacity'),
    constructionKind: kind('constructionKind', 'd.construction_kind'),
    investorKind: kind('investorKind', 'd.investor_kind'),
    investorOrigin: kind('investorOrigin', 'd.investor_origin'),
    leaderLevel: kind('leaderLevel', 'd.leader_level'),
    leaderInCharge: plain('d.leader_in_charge'),
    centreKind: kind('centreKind', 'd.centre_kind'),
    industryCode: plain('d.industry_code'),
    fundParticipation: plain('d.fund_participation'),
    agreementKind: kind('agreementKind', 'd.agreement_kind'),
    signedOn: day('d.signed_on'),
    localCompanyName: plain('d.local_company_name'),
    localRegistrationNumber: plain('d.local_registration_number'),
    registeredOn: day('d.registered_on'),
    filingCertificate: plain('d.filing_certificate'),
    landContract: plain('d.land_contract'),
    plantLease: plain('d.plant_lease'),
    environmentalApproval: plain('d.environmental_approval'),
    constructionPermit: plain('d.construction_permit'),
    startedOn: day('d.started_on'),
    statisticsEntryOn: day('d.statistics_entry_on'),
    producedOn: day('d.produced_on'),
    capacityOn: day('d.capacity_on'),
    promisedStartedOn: day('d.promised_started_on'),
    promisedProducedOn: day('d.promised_produced_on'),
  },
  visit: {
    ...whose('v'),
    confidential: label('CASE WHEN l.codename IS NOT NULL THEN $$y$$ END', (_, words) => words.confidential),
    company: plain('coalesce(l.codename, c.name)'),
    country: label('c.country', (code, words) => words.country(code)),
    region: named('regions', 'c.region'),
    leadCode: plain('l.code'),
    startsAt: instant('v.starts_at'),
    endsAt: instant('v.ends_at'),
    // First and last day both count; of a visit without an end it is not known.
    days: {
      sql: ({ reportingZone: zone }) =>
        `((v.ends_at AT TIME ZONE ${zone()})::date - (v.starts_at AT TIME ZONE ${zone()})::date + 1)::text`,
    },
    visitKind: label('v.kind', (code, words) => words.label('visitKind', code)),
    visitStatus: label('v.status', (code, words) => words.label('visitStatus', code)),
    subject: plain('v.subject'),
    city: plain('v.city'),
    location: plain('v.location'),
    tour: plain('t.title', 'tour'),
    purpose: plain('v.purpose'),
    hosts: people('v.hosts'),
    guests: people('v.guests'),
    guestCount: plain(`nullif(jsonb_array_length(v.guests), 0)::text`),
    participants: plain('v.participants'),
    itinerary: plain(
      `(SELECT string_agg(concat_ws(' ', x.value ->> 'time', nullif(x.value ->> 'place', ''), x.value ->> 'what'), E'\\n' ORDER BY x.ordinality) FROM jsonb_array_elements(v.itinerary) WITH ORDINALITY x)`,
    ),
    vehicles: plain('v.vehicles'),
    materials: plain('v.materials'),
    minutes: plain('v.minutes'),
    results: plain('v.results'),
    commitments: plain('v.commitments'),
    nextSteps: plain(
      `nullif(concat_ws(E'\\n', v.next_step, (SELECT string_agg(concat_ws(' ', x.value ->> 'dueOn', x.value ->> 'what'), E'\\n' ORDER BY x.ordinality) FROM jsonb_array_elements(v.next_steps) WITH ORDINALITY x)), '')`,
    ),
  },
});
