import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a reviewer is to look at, for the indicators that come with the release. */
const guidance: readonly [code: string, zh: string, en: string][] = [
  [
    'investment',
    '计划总投资和固定资产投资的规模与资金来源',
    'Size of the total and the fixed-asset investment, and where the funds come from',
  ],
  ['intensity', '每亩或每平方米的固定资产投资', 'Fixed-asset investment per mu or per square metre'],
  ['tax', '达产后每年及每亩的税收', 'Tax per year and per mu at full capacity'],
  ['investor', '投资方近两年业绩、信用和行业地位', 'The investor’s last two years, credit and standing in the trade'],
  [
    'land',
    '用地规模是否合理,能否使用现有厂房',
    'Whether so much land is needed, and whether a standing plant would do',
  ],
  [
    'industry',
    '是否符合主导产业和产业链的补链、延链、强链方向',
    'Whether it fits the clusters and fills, extends or strengthens a chain',
  ],
  ['technology', '技术路线的先进程度和知识产权', 'How advanced the technology is, and whose it is'],
  [
    'environment',
    '污染物排放、环境容量和所在街道的限制',
    'Emissions, environmental capacity, and what the street forbids',
  ],
  ['safety', '危险工艺、危险化学品和重大危险源', 'Dangerous processes and chemicals, major hazards'],
  ['planning', '是否符合国土空间规划和产业布局', 'Whether it fits the land-use plan and the layout of industries'],
  ['jobs', '带动就业的人数和岗位质量', 'How many jobs, and how good'],
  ['energy', '单位产值能耗和能耗指标', 'Energy per unit of output, and the quota'],
];

/** Asks for the reason of a second judgement, tells reviewers what to look at, and lets an opinion go with its lead. */
export class ReviewReasons1764645000000 implements MigrationInterface {
  name = 'ReviewReasons1764645000000';

  async up(db: QueryRunner): Promise<void> {
    // Filled in by the release, by nobody's act.
    await db.query(`
      ALTER TABLE scorecards ADD round integer NOT NULL DEFAULT 1 CHECK (round > 0), ADD reason text;
      ALTER TABLE scorecards DISABLE TRIGGER explained;
      UPDATE scorecards s SET round = numbered.round
      FROM (SELECT id, row_number() OVER (PARTITION BY deal_id, reviewer_id ORDER BY submitted_at, id) AS round FROM scorecards) numbered
      WHERE numbered.id = s.id AND numbered.round > 1;
      ALTER TABLE scorecards ENABLE TRIGGER explained;
      CREATE UNIQUE INDEX scorecards_rounds ON scorecards (deal_id, reviewer_id, round);

      -- A lead that leaves the recycle bin for good takes along what was judged of it.
      ALTER TABLE screenings DROP CONSTRAINT screenings_lead_id_fkey,
        ADD CONSTRAINT screenings_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES leads ON DELETE CASCADE;

      ALTER TABLE indicators ADD guidance_zh text, ADD guidance_en text;
      ALTER TABLE indicators DISABLE TRIGGER explained;
    `);
    for (const row of guidance)
      await db.query('UPDATE indicators SET guidance_zh = $2, guidance_en = $3 WHERE code = $1', [...row]);
    await db.query('ALTER TABLE indicators ENABLE TRIGGER explained');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
