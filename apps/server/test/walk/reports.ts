import { readFileSync } from 'node:fs';
import { type FeatureWalk, walkTemplate } from '../walk-cases';

const schedule = { kind: 'reportSchedule', read: 'reportSchedule.edit' } as const;
const template = readFileSync(new URL('../../src/reports/templates/weekly.en.docx', import.meta.url));

export const reportWalk: FeatureWalk = {
  makers: {
    // There is one place for it: what stands there is brought back to its first version.
    reportTemplate: async (tx, { id }, { explain }) => {
      const { kind, locale, format } = walkTemplate;
      const [there] = await tx.query<{ id: string }>(
        'SELECT id FROM report_templates WHERE kind = $1 AND locale = $2 AND format = $3',
        [kind, locale, format],
      );
      await tx.query(
        `INSERT INTO report_templates (id, kind, locale, format, file_name, sha256, content)
         VALUES ($1, $2, $3, $4, 'form.docx', 'x', 'x') ON CONFLICT (id) DO UPDATE SET version = 1`,
        [there?.id ?? id, kind, locale, format],
      );
      await explain('reportTemplate', there?.id ?? id);
      return { id: there?.id ?? id };
    },
    reportSchedule: async (tx, { id, ownerId, departmentId }, { explain }) => {
      await tx.query(
        `INSERT INTO report_schedules (id, name, kind, format, receivers, day, time, active, owner_id, department_id)
         VALUES ($1, 'Friday', 'weekly', 'pdf', ARRAY[$2::uuid], 5, '10:00', false, $2, $3)`,
        [id, ownerId, departmentId],
      );
      await explain('reportSchedule', id);
      return { id };
    },
  },
  cases: {
    'GET /reports/kinds': {},
    'GET /reports/:kind': {},
    'POST /reports': { body: () => ({ kind: 'weekly', locale: 'en', format: 'docx' }) },
    'GET /report-templates': {},
    'GET /report-templates/fields': {},
    'GET /report-templates/:kind/:locale/:format/content': {},
    'POST /report-templates/:kind/:locale/:format': {
      file: () => ({ version: '0' }),
      content: [template, 'form.docx'],
    },
    'POST /report-templates/:kind/:locale/:format/reset': { kind: 'reportTemplate', body: () => ({ version: 1 }) },
    'GET /report-schedules': {},
    'GET /report-schedules/:id': schedule,
    'POST /report-schedules': {
      body: (_, ids) => ({
        name: 'Friday',
        kind: 'weekly',
        format: 'docx',
        receivers: [ids['leader']],
        day: 5,
        time: '10:00',
      }),
    },
    'PATCH /report-schedules/:id': { ...schedule, body: () => ({ version: 1, name: 'Every Friday' }) },
    'DELETE /report-schedules/:id': schedule,
  },
};
