import { readFile } from 'node:fs/promises';
import type { Locale } from '@torch/contracts';
import type { ReportKind, TemplateFormat } from '@torch/domain';

/** Beside this file, and beside the bundle, whose build copies them there. */
const folder = new URL('./templates/', import.meta.url);

const suffix: Record<Locale, string> = { 'zh-CN': 'zh', en: 'en' };

/** The template that comes with the product; `tools/report-templates.mjs` makes them. */
export const originalTemplate = (kind: ReportKind, locale: Locale, format: TemplateFormat): Promise<Buffer> =>
  readFile(new URL(`${kind}.${suffix[locale]}.${format}`, folder));
