import { TimeZone } from '@torch/contracts';
import { passFrom } from '@torch/domain';
import { z } from 'zod';

const seconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);
/** How many proxies stand in front, or their addresses; whoever believes all of them believes the visitor. */
const proxies = z
  .string()
  .default('')
  .refine((text) => /^(false|\d|[\da-fA-F:./, ]*)$/.test(text), {
    error: 'give the number of proxies in front of the server, or their addresses separated by commas',
  })
  .transform((text) => (/^\d$/.test(text) ? Number(text) : text === '' || text === 'false' ? false : text));

/** Every setting of the server, as environment variables; docs/configuration.md explains them. */
const Environment = z
  .object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.string().min(3).default('Torch CRM <torch-crm@localhost>'),
    MAIL_RATE_PER_SECOND: z.coerce.number().int().positive().max(10_000).default(100),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOST: z.string().default('0.0.0.0'),
    ROLE: z.enum(['api', 'worker', 'all']).default('all'),
    WEB_ROOT: z.string().optional(),
    TRUST_PROXY: proxies,
    QUEUE_PREFIX: z
      .string()
      .regex(/^[\w-]{1,50}$/)
      .default('torch'),
    METRICS_TOKEN: z.string().min(16).optional(),
    ROBOT_HOSTS: z
      .string()
      .default('')
      .refine((text) => /^([\w.-]+(:\d{1,5})?(\s*,\s*|$))*$/.test(text), {
        error: 'give hosts, or host:port, separated by commas',
      })
      .transform((text) =>
        text
          .toLowerCase()
          .split(',')
          .map((host) => host.trim())
          .filter(Boolean),
      ),
    BODY_LIMIT_BYTES: z.coerce.number().int().positive().default(1_048_576),
    REVIEW_PASS_FROM: z.coerce.number().min(0).max(100).default(passFrom),
    REPORTING_CURRENCY: z
      .string()
      .regex(/^[A-Z]{3}$/, { error: 'give the three letters of a currency, such as CNY' })
      .default('CNY'),
    REPORTING_TIME_ZONE: TimeZone.default('Asia/Shanghai'),
    POOL_CLAIMS_PER_WEEK: z.coerce.number().int().positive().default(5),
    ATTACHMENT_LIMIT_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .max(2_000_000_000)
      .default(50 * 1_048_576),
    STORAGE_DIR: z.string().min(1).default('.data/files'),
    S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    S3_BUCKET: z.string().min(1).optional(),
    S3_REGION: z.string().min(1).default('us-east-1'),
    S3_ACCESS_KEY_ID: z.string().min(1).optional(),
    S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
    CLAMD_ADDRESS: z
      .string()
      .regex(/^([\w.-]+:\d{1,5}|\/.+)$/, { error: 'give host:port, or the path of the socket' })
      .optional(),
    SESSION_IDLE_SECONDS: seconds(60 * 60 * 8),
    SESSION_ABSOLUTE_SECONDS: seconds(60 * 60 * 24 * 7),
    LOCKOUT_SECONDS: seconds(15 * 60),
    SIGN_IN_FAILURES_PER_MINUTE: z.coerce.number().int().positive().default(30),
    PASSWORD_MAX_AGE_DAYS: z.coerce.number().int().positive().default(90),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  })
  .superRefine((settings, context) => {
    for (const name of ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const)
      if (settings.S3_ENDPOINT && !settings[name])
        context.addIssue({ code: 'custom', path: [name], message: 'is needed where S3_ENDPOINT is set' });
  });
export type Settings = z.infer<typeof Environment>;

/** Injected wherever a setting is needed. */
export class Config {
  constructor(readonly settings: Settings) {}

  /** Address under which people reach the product; links in mails start with it. */
  get publicUrl(): string {
    return (this.settings.PUBLIC_URL ?? `http://localhost:${this.settings.PORT}`).replace(/\/$/, '');
  }

  /** Cookies are marked Secure wherever the product is reached by https. */
  get secureCookies(): boolean {
    return this.publicUrl.startsWith('https:');
  }
}

/**
 * Reads the settings.
 * @throws Error naming each variable that is missing or wrong
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = Environment.safeParse(given);
  if (result.success) return new Config(result.data);
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`These environment variables are missing or wrong:\n${lines.join('\n')}`);
}
