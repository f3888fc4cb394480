import { type FeatureWalk, walkMonth } from '../walk-cases';

const closed = { kind: 'monthClose' } as const;

export const kpiWalk: FeatureWalk = {
  makers: {
    monthClose: async (tx, { id, ownerId }, { explain }) => {
      await tx.query(
        `INSERT INTO month_closes (id, month, closed_by, time_zone, reporting_currency)
         VALUES ($1, $2, $3, 'Asia/Shanghai', 'CNY') ON CONFLICT (month) DO NOTHING`,
        [id, walkMonth, ownerId],
      );
      await explain('monthClose', id);
      return { id };
    },
  },
  cases: {
    'GET /kpis': {},
    'GET /kpis/records': { query: '?kpi=projectsSigned' },
    'GET /month-closes': {},
    'POST /month-closes': { body: () => ({ month: '2021-03' }) },
    'GET /month-closes/:month': closed,
    'GET /month-closes/:month/records': { ...closed, query: '?kpi=projectsSigned' },
    'GET /month-closes/:month/adjustments': closed,
  },
};
