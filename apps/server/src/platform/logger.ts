import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { Config } from './config';

/** Nest's log lines as pino's JSON, one line each. */
export function createLogger(config: Config): LoggerService {
  const log = pino({ level: config.settings.LOG_LEVEL, base: null });
  // Nest tells of every module and route at start; that is for debugging.
  const chatty = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);
  const write =
    (level: 'info' | 'error' | 'warn' | 'debug' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) => {
      const last = rest.at(-1);
      const context = typeof last === 'string' ? { context: last } : {};
      const as = level === 'info' && typeof last === 'string' && chatty.has(last) ? 'debug' : level;
      if (typeof message === 'object' && message !== null) log[as]({ ...message, ...context });
      else log[as](context, String(message));
    };
  return {
    log: write('info'),
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
    verbose: write('debug'),
    fatal: write('fatal'),
  };
}
