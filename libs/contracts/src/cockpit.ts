import {
  allDealStages,
  cockpitParts,
  cockpitRecordKinds,
  cockpitWeeks,
  dealStages,
  funnelSteps,
  stageLights,
  visitKinds,
} from '@torch/domain';
import * as z from 'zod';
import { Code, DateText, Id, Instant, Locale, Money, Name, PageQuery, pageOf, rowFilters, StoredDate } from './fields';
import { Funnel } from './funnel';
import { Target, TargetProgress } from './targets';

const Count = z.int().min(0);
const Span = z.object({ from: StoredDate, to: StoredDate });
/** Only what lies in this department and below it; it has to lie within reach. */
const department = Id.optional();

export const CockpitQuery = z.strictObject({ department });
export type CockpitQuery = z.infer<typeof CockpitQuery>;

/** How long the deals at a stage have stood there. */
const StageStanding = z.object({
  stage: z.enum(dealStages),
  /** Days that the stage may take, by the rule `deal.overlong`; null for one without a norm. */
  norm: z.int().nullable(),
  green: Count,
  yellow: Count,
  red: Count,
});

const overdueKinds = { followUps: Count, promises: Count, problems: Count };
/** Days of the reporting time zone; a promise is overdue by its owner's calendar, a problem by its handler's, as everywhere. */
const shared = {
  countedAt: Instant,
  timeZone: z.string(),
  today: StoredDate,
  /** Days of standing beyond which a deal is red, in tenths of the norm; beyond the norm it is yellow. */
  redAtTenths: z.int(),
  standing: z.array(StageStanding),
  promisesDue: z.object({ until: StoredDate, count: Count }),
  visits: z.object({
    /** Last week, this one and the next. */
    last: Span.extend({ held: Count }),
    current: Span.extend({ held: Count, planned: Count }),
    next: Span.extend({ planned: Count }),
  }),
};
const aside = { dealsLost: Count, dealsHeld: Count, leadsClosed: Count };

/** One of the deals that have stood beyond the norm of their stage for longest. */
export const StandingDeal = z.object({
  id: Id,
  code: z.string(),
  title: z.string(),
  companyName: z.string(),
  ownerName: z.string(),
  stage: z.enum(dealStages),
  days: Count,
  norm: z.int(),
  light: z.enum(stageLights),
});
export type StandingDeal = z.infer<typeof StandingDeal>;

/** The business at one look, within the reader's reach: for officers their own, for heads the department's. */
export const Cockpit = z.object({
  ...shared,
  scope: z.object({
    reach: z.enum(['own', 'department', 'all']),
    /** To which it is narrowed, with those below it. */
    department: z.object({ id: Id, name: z.string(), nameEn: z.string().nullable() }).nullable(),
    /** Their ids, for the lists that are narrowed by each department; null where nothing is narrowed. */
    departmentIds: z.array(Id).nullable(),
  }),
  /** What entered each step this year, and in the same days of last year. */
  funnel: z.object({ now: Funnel, before: Funnel }),
  /** Those that have stood longest, measured by their norm. */
  longest: z.array(StandingDeal),
  overdue: z.object({
    ...overdueKinds,
    /** By name, for looking after what is late; nobody is ranked. */
    people: z.array(z.object({ id: Id, name: z.string(), ...overdueKinds })),
  }),
  /** Since the Monday of last week: what entered each step, and what was given up or put aside, and is so still. */
  changes: z.object({ ...aside, since: StoredDate, funnel: Funnel }),
});
export type Cockpit = z.infer<typeof Cockpit>;

/** The records behind one number of the cockpit. */
export const CockpitRecordsQuery = PageQuery.extend({
  department,
  part: z.enum(cockpitParts),
  /** Of `standing`. */
  stage: z.enum(dealStages).optional(),
  light: z.enum(stageLights).optional(),
  /** Whose, of what is overdue. */
  owner: Id.optional(),
  /** Of visits. */
  week: z.enum(cockpitWeeks).optional(),
  ...rowFilters,
});
export type CockpitRecordsQuery = z.infer<typeof CockpitRecordsQuery>;

export const CockpitRecord = z.object({
  id: Id,
  kind: z.enum(cockpitRecordKinds),
  code: z.string().nullable(),
  title: z.string(),
  companyId: Id.nullable(),
  companyName: z.string().nullable(),
  leadId: Id.nullable(),
  dealId: Id.nullable(),
  ownerName: z.string(),
  /** The day that counts: due, held, planned, or since when it stands there. */
  on: StoredDate,
  /** Of deals, with the days that they have stood there. */
  stage: z.enum(allDealStages).nullable(),
  days: Count.nullable(),
  norm: z.int().nullable(),
  /** Of what is overdue: days since it was due; 0 where that was today. */
  overdueDays: Count.nullable(),
  closeReason: Code.nullable(),
  visitKind: z.enum(visitKinds).nullable(),
  /** Of a confidential lead, which the reader is named at. */
  confidential: z.boolean(),
});
export type CockpitRecord = z.infer<typeof CockpitRecord>;
export const CockpitRecordPage = pageOf(CockpitRecord);

/** Days for which a link to a wall screen works at most. */
export const wallLinkDays = 366;

/** A link under which a screen on a wall shows the figures of a department, or of all, without anybody signed in. */
export const WallLink = z.object({
  id: Id,
  name: z.string(),
  /** Null for the whole zone. */
  departmentId: Id.nullable(),
  departmentName: z.string().nullable(),
  makerName: z.string(),
  createdAt: Instant,
  /** The last day, in the reporting time zone, on which it works. */
  expiresOn: StoredDate,
  revokedAt: Instant.nullable(),
  /** Whether it shows anything now: `ended` once its maker is no longer who could make it. */
  state: z.enum(['active', 'expired', 'revoked', 'ended']),
});
export type WallLink = z.infer<typeof WallLink>;
export const WallLinkQuery = PageQuery.extend({});
export type WallLinkQuery = z.infer<typeof WallLinkQuery>;
export const WallLinkPage = pageOf(WallLink);

export const CreateWallLink = z.strictObject({
  name: Name.max(60),
  /** Left out, one's own; only who reads all may show all, by null. */
  departmentId: Id.nullable().optional(),
  expiresOn: DateText,
});
export type CreateWallLink = z.infer<typeof CreateWallLink>;
/** The address is shown once; a repeated request, by `Idempotency-Key`, gets null. */
export const CreatedWallLink = WallLink.extend({ wallUrl: z.url().nullable() });
export type CreatedWallLink = z.infer<typeof CreatedWallLink>;

export const WallParams = z.strictObject({ secret: z.string().max(200) });
export type WallParams = z.infer<typeof WallParams>;

/** What a screen on a wall shows: figures alone, no names of people or companies, nothing of what is confidential. */
export const Wall = z.object({
  ...shared,
  name: z.string(),
  department: z.object({ name: z.string(), nameEn: z.string().nullable() }).nullable(),
  expiresOn: StoredDate,
  /** The language of its maker, for a screen on which nobody has chosen one. */
  locale: Locale,
  year: z.object({ now: Span, before: Span }),
  steps: z.array(
    z.object({
      step: z.enum(funnelSteps),
      /** Entered this year, in the same days of last year, and since last week. */
      count: Count,
      before: Count,
      recent: Count,
      amount: Money,
      /** What no rate is known for, which is not in `amount`. */
      unconverted: z.array(Money),
    }),
  ),
  overdue: z.object(overdueKinds),
  changes: z.object({ ...aside, since: StoredDate }),
  /** This year's targets of all that the screen shows, as far as there is something to tell. */
  targets: z.array(
    TargetProgress.pick({
      currency: true,
      goal: true,
      done: true,
      dueByNow: true,
      donePercent: true,
      duePercent: true,
      perMonthNeeded: true,
      standing: true,
    }).extend({
      target: Target.pick({
        id: true,
        metric: true,
        kind: true,
        value: true,
        nameZh: true,
        nameEn: true,
        unitZh: true,
        unitEn: true,
      }),
    }),
  ),
  /** How the gaps of the industry chains are worked on in each region. */
  coverage: z.object({
    regions: z.array(
      z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string(), leads: Count, deals: Count, landed: Count }),
    ),
    /** Gaps on which nobody works in a region whose strategy calls for it; null where only a department is shown. */
    uncovered: Count.nullable(),
  }),
});
export type Wall = z.infer<typeof Wall>;
