/** Bare SQL over the history, beside which the product is measured: how many leads of a cohort, created since $1, ever reached each step. */
export const historyScan = `WITH deal AS (
    SELECT d.lead_id, max(s.to_rank) AS furthest FROM stage_changes s JOIN deals d ON d.id = s.deal_id WHERE d.deleted_at IS NULL GROUP BY 1
  ), lead AS (
    SELECT c.lead_id, bool_or(c.to_status IN ('contacted', 'qualified')) AS contacted, bool_or(c.to_status = 'qualified') AS qualified
    FROM status_changes c GROUP BY 1
  ) SELECT count(*), count(*) FILTER (WHERE contacted OR furthest IS NOT NULL), count(*) FILTER (WHERE qualified OR furthest IS NOT NULL),
    ${Array.from({ length: 9 }, (_, rank) => `count(*) FILTER (WHERE furthest >= ${rank})`).join(', ')}
  FROM leads l LEFT JOIN lead ON lead.lead_id = l.id LEFT JOIN deal ON deal.lead_id = l.id
  WHERE l.deleted_at IS NULL AND l.confidential_to IS NULL AND l.created_at >= $1`;

/** @returns how long the scan took, so many times, in milliseconds */
export async function timesOfScan(owner, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await owner.query(historyScan, ['1900-01-01']);
    times.push(performance.now() - from);
  }
  return times;
}

export const percentile = (times, share) => {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN) * 10) / 10;
};
