import { roles } from '@torch/domain';
import * as z from 'zod';
import { Locale, Name } from './fields';

export const SetupState = z.object({
  /** False for ever once an administrator exists. */
  open: z.boolean(),
  /** True for visitors from another machine: the token was printed when the server started. */
  tokenRequired: z.boolean(),
});
export type SetupState = z.infer<typeof SetupState>;

export const Setup = z.strictObject({
  token: z.string().max(200).optional(),
  zoneName: Name,
  zone: z.enum(['blank', 'sample']),
  locale: Locale.default('zh-CN'),
  administrator: z.strictObject({
    username: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9][a-z0-9._-]{1,49}$/),
    displayName: Name,
    password: z.string().min(1).max(1_000),
  }),
});
export type Setup = z.infer<typeof Setup>;

/** The sample zone's sign-ins are shown once; a blank zone has none. */
export const SetupResult = z.object({
  signIns: z.array(z.object({ username: z.string(), password: z.string(), role: z.enum(roles) })),
});
export type SetupResult = z.infer<typeof SetupResult>;
