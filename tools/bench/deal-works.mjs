/**
 * What is asked of deals, each beside the same answer by bare SQL.
 * @param cookies of a leader, a head and an officer
 * @param ids of one deal, and of the officer as an owner
 * @returns rows of [what, path, cookie, bare SQL]
 */
export function dealWorks({ leader, head, officer }, { dealId, officerId, officerDepartment }) {
  const open = `d.lead_id NOT IN (SELECT id FROM leads WHERE confidential_to IS NOT NULL)`;
  const page = (where, order = 'd.created_at DESC, d.id DESC') =>
    `SELECT d.*, l.code, c.name, o.display_name, p.name FROM deals d JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id
     JOIN users o ON o.id = d.owner_id JOIN departments p ON p.id = d.department_id
     WHERE d.deleted_at IS NULL AND ${open} AND ${where} ORDER BY ${order} LIMIT 51`;
  const named = (text) => `d.company_id IN (SELECT id FROM companies WHERE search_grams @> ARRAY['${text}'])`;
  const column = (stages, where = 'TRUE') =>
    `SELECT x.* FROM unnest(ARRAY['${stages.join(`', '`)}']) s (stage) CROSS JOIN LATERAL (
       SELECT d.*, l.code, c.name, o.display_name, p.name FROM deals d JOIN leads l ON l.id = d.lead_id JOIN companies c ON c.id = d.company_id
       JOIN users o ON o.id = d.owner_id JOIN departments p ON p.id = d.department_id
       WHERE d.deleted_at IS NULL AND ${open} AND ${where} AND d.stage = s.stage ORDER BY d.stage_since, d.id LIMIT 21) x`;
  const stages = ['negotiating', 'site_visit', 'review', 'signed', 'registered', 'filed', 'construction', 'production'];
  const board = [...stages, 'at_capacity', 'on_hold'];
  const own = `d.owner_id = '${officerId}'`;
  const department = `d.department_id = '${officerDepartment}'`;
  const two = encodeURIComponent('企业');
  const rare = encodeURIComponent('丐两');
  const reserve = `d.stage IN ('site_visit', 'review', 'signed', 'registered', 'filed')`;
  const tagged = `l.cluster = 'MED' AND l.region = 'KR'`;
  return [
    ['deals, newest first', '/deals', leader, page('TRUE')],
    ['… of a head’s department', '/deals', head, page(department)],
    ['… an officer’s own', '/deals', officer, page(own)],
    ['deals of one owner', `/deals?owner=${officerId}`, leader, page(own)],
    ['deals of one stage', '/deals?stage=signed', leader, page(`d.stage = 'signed'`)],
    ['… of a head’s department', '/deals?stage=signed', head, page(`d.stage = 'signed' AND ${department}`)],
    ['deals of one batch', '/deals?batch=reserve', leader, page(reserve)],
    ['… an officer’s own', '/deals?batch=reserve', officer, page(`${reserve} AND ${own}`)],
    ['deals of one cluster and region', '/deals?cluster=MED&region=KR', leader, page(tagged)],
    ['… of a head’s department', '/deals?cluster=MED&region=KR', head, page(`${tagged} AND ${department}`)],
    ['… an officer’s own', '/deals?cluster=MED&region=KR', officer, page(`${tagged} AND ${own}`)],
    ['deals flagged', '/deals?flagged=true', leader, page(`d.flagged <> '{}'`)],
    ['deals standing longest', '/deals?sort=stageSince', leader, page('TRUE', 'd.stage_since, d.id')],
    ['deals by last change', '/deals?sort=-updatedAt', head, page(department, 'd.updated_at DESC, d.id DESC')],
    [
      'deals quiet for 90 days',
      '/deals?staleDays=90',
      leader,
      page(`d.stage NOT IN ('on_hold', 'lost') AND d.stage_since <= current_date - 90`),
    ],
    ['deal search, 2 characters', `/deals?q=${two}`, leader, page(named('企业'))],
    ['… of a head’s department', `/deals?q=${two}`, head, page(`${named('企业')} AND ${department}`)],
    ['deal search, rare name', `/deals?q=${rare}`, leader, page(named('丐两'))],
    ['… an officer’s own', `/deals?q=${rare}`, officer, page(`${named('丐两')} AND ${own}`)],
    ['board by stage', '/deals/board', leader, column(board)],
    ['… of a head’s department', '/deals/board', head, column(board, department)],
    ['… an officer’s own', '/deals/board', officer, column(board, own)],
    ['… of one cluster and region', '/deals/board?cluster=MED&region=KR', leader, column(board, tagged)],
    ['… searched by 2 characters', `/deals/board?q=${two}`, leader, column(board, named('企业'))],
    ['… searched by a rare name', `/deals/board?q=${rare}`, leader, column(board, named('丐两'))],
    ['board by batch', '/deals/board?by=batch', leader, column(board)],
    ['… of a head’s department', '/deals/board?by=batch', head, column(board, department)],
    [
      'confidential deals, counted',
      '/deals/concealed',
      leader,
      'SELECT count(*) FROM leads WHERE confidential_to IS NOT NULL',
    ],
    ['one deal', `/deals/${dealId}`, leader, page(`d.id = '${dealId}'`)],
  ];
}
