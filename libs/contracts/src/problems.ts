import { problemKinds, problemStates } from '@torch/domain';
import * as z from 'zod';
import { DateText, Id, Instant, listOf, PageQuery, pageOf, Search, Version, StoredDate } from './fields';

const Wording = z.string().trim().min(1).max(2_000);

const facts = {
  kind: z.enum(problemKinds),
  what: Wording,
  /** One on which the whole project hangs (核心卡点). */
  core: z.boolean(),
  /** Who sees to it. */
  handlerId: Id,
  dueOn: DateText,
};

export const CreateProblem = z.strictObject({
  kind: facts.kind,
  what: facts.what,
  dueOn: facts.dueOn,
  core: z.boolean().default(false),
  /** Left out, whoever reports it. */
  handlerId: Id.optional(),
});
export type CreateProblem = z.infer<typeof CreateProblem>;
export const UpdateProblem = z.strictObject({ ...z.strictObject(facts).partial().shape, version: Version });
export type UpdateProblem = z.infer<typeof UpdateProblem>;
/** Solved with how; reopened with why. */
export const MoveProblem = z.strictObject({ version: Version, state: z.enum(problemStates), note: Wording });
export type MoveProblem = z.infer<typeof MoveProblem>;

export const ProjectProblem = z.object({
  ...facts,
  dueOn: StoredDate,
  id: Id,
  version: Version,
  state: z.enum(problemStates),
  /** How it was solved, or why it stands open again. */
  note: z.string().nullable(),
  solvedOn: StoredDate.nullable(),
  companyId: Id,
  companyName: z.string(),
  dealId: Id.nullable(),
  dealCode: z.string().nullable(),
  dealTitle: z.string().nullable(),
  handlerName: z.string(),
  handlerDepartmentId: Id,
  reporterName: z.string(),
  /** Whose deal or landed company it is. */
  ownerId: Id.nullable(),
  departmentId: Id.nullable(),
  createdAt: Instant,
});
export type ProjectProblem = z.infer<typeof ProjectProblem>;

export const problemSorts = ['dueOn', '-dueOn'] as const;
export const ProblemQuery = PageQuery.extend({
  q: Search.optional(),
  state: listOf(z.enum(problemStates)).optional(),
  kind: listOf(z.enum(problemKinds)).optional(),
  core: z.stringbool().optional(),
  deal: Id.optional(),
  company: Id.optional(),
  handler: Id.optional(),
  dueTo: DateText.optional(),
  sort: z.enum(problemSorts).default('dueOn'),
});
export type ProblemQuery = z.infer<typeof ProblemQuery>;
export const ProblemPage = pageOf(ProjectProblem);
