import { roles } from '@torch/domain';
import * as z from 'zod';
import { CalendarCountry } from './calendars';
import { DateText, Id, Instant, Locale, Name, PageQuery, pageOf, Search, TimeOfDay, TimeZone, Version } from './fields';

const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,49}$/);
const Password = z.string().min(1).max(1_000);

export const SignIn = z.strictObject({ username: z.string().trim().min(1).max(100), password: Password });
export type SignIn = z.infer<typeof SignIn>;

/** How somebody works: by which holidays, who stands in for them, and when reminders may reach them. */
const habits = {
  country: CalendarCountry,
  /** Who gets reminders that nobody acted on; null for nobody. */
  deputyId: Id.nullable(),
  /** When the day's reminders come. */
  morningAt: TimeOfDay,
  /** When no reminder comes, from and to, past midnight too; both null for the usual 22:00 to 07:00. */
  quietFrom: TimeOfDay.nullable(),
  quietTo: TimeOfDay.nullable(),
};
/** The same as given: what is left out stays as it is, or becomes usual. */
const givenHabits = z.strictObject(habits).partial().shape;
const quietAreHours = ({ quietFrom, quietTo }: { quietFrom?: string | null; quietTo?: string | null }) =>
  quietFrom === undefined || quietFrom === null ? quietFrom === quietTo : Boolean(quietTo) && quietFrom !== quietTo;
const quietHint = { path: ['quietTo'], error: 'give both, from and to, which differ; or neither' };

export const Me = z.object({
  id: Id,
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  role: z.enum(roles),
  departmentId: Id,
  /** The user's department and every one below it: how far "department" reaches. */
  departmentIds: z.array(Id),
  departmentName: z.string(),
  locale: Locale,
  timeZone: z.string(),
  ...habits,
  deputyName: z.string().nullable(),
  mustChangePassword: z.boolean(),
  unreadNotifications: z.int(),
});
export type Me = z.infer<typeof Me>;

export const UpdateMe = z
  .strictObject({
    locale: Locale.optional(),
    timeZone: TimeZone.optional(),
    email: z.email().max(200).nullable().optional(),
    ...givenHabits,
  })
  .refine(quietAreHours, quietHint);
export type UpdateMe = z.infer<typeof UpdateMe>;

export const ChangePassword = z.strictObject({ currentPassword: Password, newPassword: Password });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const Session = z.object({
  id: Id,
  createdAt: Instant,
  lastSeenAt: Instant,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;
export const SessionList = z.object({ items: z.array(Session) });

export const ApiToken = z.object({
  id: Id,
  name: z.string(),
  scope: z.enum(['read', 'write']),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  expiresAt: Instant,
});
export type ApiToken = z.infer<typeof ApiToken>;
export const ApiTokenQuery = PageQuery.extend({
  /** Part of the name. */
  q: Search.optional(),
  sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
});
export type ApiTokenQuery = z.infer<typeof ApiTokenQuery>;
export const ApiTokenPage = pageOf(ApiToken);
export const CreateApiToken = z.strictObject({
  name: Name,
  /** `read` answers GET only. */
  scope: z.enum(['read', 'write']),
  /** Last day of validity, at most a year ahead. */
  expiresOn: DateText,
});
export type CreateApiToken = z.infer<typeof CreateApiToken>;
/** The token itself is shown once, at its creation; a repeated request, by `Idempotency-Key`, gets null. */
export const CreatedApiToken = ApiToken.extend({ token: z.string().nullable() });
export type CreatedApiToken = z.infer<typeof CreatedApiToken>;

export const User = z.object({
  id: Id,
  version: Version,
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  role: z.enum(roles),
  departmentId: Id,
  departmentName: z.string(),
  locale: Locale,
  timeZone: z.string(),
  ...habits,
  deputyName: z.string().nullable(),
  active: z.boolean(),
  createdAt: Instant,
});
export type User = z.infer<typeof User>;

export const CreateUser = z
  .strictObject({
    username: Username,
    displayName: Name,
    email: z.email().max(200).nullable().default(null),
    role: z.enum(roles),
    departmentId: Id,
    locale: Locale.default('zh-CN'),
    timeZone: TimeZone.default('Asia/Shanghai'),
    ...givenHabits,
    /** First password; it has to be changed at the first sign-in. */
    password: Password,
  })
  .refine(quietAreHours, quietHint);
export type CreateUser = z.infer<typeof CreateUser>;

export const UpdateUser = z
  .strictObject({
    version: Version,
    displayName: Name.optional(),
    email: z.email().max(200).nullable().optional(),
    departmentId: Id.optional(),
    locale: Locale.optional(),
    timeZone: TimeZone.optional(),
    ...givenHabits,
    /** False signs the user out everywhere at once. */
    active: z.boolean().optional(),
    /** A new first password, to be changed at the next sign-in. */
    password: Password.optional(),
  })
  .refine(quietAreHours, quietHint);
export type UpdateUser = z.infer<typeof UpdateUser>;

export const ChangeRole = z.strictObject({ version: Version, role: z.enum(roles) });
export type ChangeRole = z.infer<typeof ChangeRole>;

export const userSorts = ['displayName', '-displayName', 'username', '-username', 'createdAt', '-createdAt'] as const;
export const UserQuery = PageQuery.extend({
  q: Search.optional(),
  department: Id.optional(),
  role: z.enum(roles).optional(),
  active: z.stringbool().optional(),
  sort: z.enum(userSorts).default('displayName'),
});
export type UserQuery = z.infer<typeof UserQuery>;
export const UserPage = pageOf(User);

export const Department = z.object({
  id: Id,
  version: Version,
  name: z.string(),
  nameEn: z.string().nullable(),
  parentId: Id.nullable(),
  active: z.boolean(),
  members: z.int(),
});
export type Department = z.infer<typeof Department>;
export const CreateDepartment = z.strictObject({
  name: Name,
  nameEn: Name.nullable().default(null),
  parentId: Id.nullable().default(null),
});
export type CreateDepartment = z.infer<typeof CreateDepartment>;
export const UpdateDepartment = z.strictObject({
  version: Version,
  name: Name.optional(),
  nameEn: Name.nullable().optional(),
  parentId: Id.nullable().optional(),
  active: z.boolean().optional(),
});
export type UpdateDepartment = z.infer<typeof UpdateDepartment>;
export const DepartmentQuery = PageQuery.extend({
  /** Part of the name. */
  q: Search.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(500),
  sort: z.enum(['name', '-name']).default('name'),
});
export type DepartmentQuery = z.infer<typeof DepartmentQuery>;
export const DepartmentPage = pageOf(Department);
