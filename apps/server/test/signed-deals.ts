import { newLead, type World } from './support';

type Agent = Awaited<ReturnType<World['as']>>;
interface Version {
  id: string;
  version: number;
}

/** What a deal begins as, and the days on which it moved; a day is `YYYY-MM-DD`. */
export interface DealStory {
  channel?: string;
  total?: string;
  currency?: string;
  moves: readonly (readonly [stage: string, on: string])[];
  /** Further facts, such as amounts. */
  facts?: object;
}

/** A deal that the officer began and the head took through stages, on days of the past, whatever its evidence. */
export async function dealThrough(
  officer: Agent,
  head: Agent,
  name: string,
  { channel = 'chain', total = '100.00', currency = 'CNY', moves, facts }: DealStory,
): Promise<{ leadId: string; companyId: string; deal: Version & { code: string } }> {
  const { companyId, lead } = await newLead(officer, name);
  let version = lead.version;
  const step = async (sent: object) => {
    const { body } = await officer
      .post(`/api/v1/leads/${lead.id}/status`)
      .send({ version, ...sent })
      .expect(200);
    version = body.version;
  };
  await step({ status: 'contacted' });
  await step({ status: 'qualified' });
  await officer.post('/api/v1/contacts').send({ companyId, name: 'Example Person' }).expect(201);
  const { body: edited } = await officer
    .patch(`/api/v1/leads/${lead.id}`)
    .send({ version, cluster: 'MED', channel, ...(channel === 'chain' ? {} : { channelNote: 'as told' }) })
    .expect(200);
  const [first, ...others] = moves;
  let { body: deal } = await officer
    .post(`/api/v1/leads/${lead.id}/convert`)
    .send({ version: edited.version, totalInvestment: { amount: total, currency }, on: first?.[1] })
    .expect(201);
  if (facts)
    deal = (
      await officer
        .patch(`/api/v1/deals/${deal.id}`)
        .send({ version: deal.version, ...facts })
        .expect(200)
    ).body;
  for (const [stage, on] of others)
    deal = (
      await head
        .post(`/api/v1/deals/${deal.id}/stage`)
        .send({
          version: deal.version,
          stage,
          on,
          override: stage !== 'lost' && stage !== 'on_hold',
          reason: 'as told',
          ...(stage === 'lost' && { closeReason: 'policy' }),
        })
        .expect(200)
    ).body;
  return { leadId: lead.id, companyId, deal };
}
