import { newLead, startWorld, type World } from './support';

type Agent = Awaited<ReturnType<World['as']>>;

/** A team of its own for tests about deals, and the ways on which its officer comes to one. */
export let world: World;
export let olga: Agent;
export let hanna: Agent;

export async function startDealWorld(): Promise<void> {
  world = await startWorld();
  const department = await world.department('Team');
  await world.user('olga', 'officer', department);
  await world.user('hanna', 'head', department);
  [olga, hanna] = [await world.as('olga'), await world.as('hanna')];
}

const names = [
  'Amber Foundry',
  'Basalt Optics',
  'Copper Valley',
  'Dorado Pumps',
  'Ember Ceramics',
  'Fjord Robotics',
  'Granite Yarn',
  'Harbour Lasers',
  'Indigo Valves',
  'Juniper Seals',
  'Kestrel Motors',
  'Lotus Pigments',
  'Mistral Sensors',
  'Nimbus Glass',
  'Onyx Bearings',
  'Prairie Films',
  'Quartz Needles',
  'Raven Fibres',
  'Saffron Dies',
  'Tundra Coils',
  'Umbra Gaskets',
  'Vesper Plastics',
  'Willow Tubes',
  'Xenon Lamps',
  'Yonder Castings',
  'Zephyr Fans',
  'Alderbay Mills',
  'Birchmint',
  'Cedarkiln',
  'Dovetail Press',
  'Elmforge',
  'Firclay',
  'Gingham Weave',
  'Hazelnut Oils',
  'Inkwell Print',
  'Jasper Tools',
  'Larkspur',
  'Mulberry Silk',
  'Alder Springs',
  'Cobalt Rollers',
  'Estuary Pipes',
  'Falcon Bricks',
  'Glacier Pumps',
  'Heron Textiles',
  'Iris Solvents',
  'Jackdaw Rails',
  'Kelp Chemistry',
  'Lantern Parts',
  'Magpie Brushes',
  'Nutmeg Foods',
  'Osprey Drones',
  'Pewter Locks',
  'Quail Packaging',
  'Rosewood Desks',
  'Sparrow Wires',
  'Thistle Hoses',
  'Urchin Filters',
  'Violet Ovens',
  'Walnut Hinges',
];
export const usd = (amount: string) => ({ amount, currency: 'USD' });

/** The name of a company that resembles no other of the file: files may share the list, not the database. */
export function nextName(): string {
  const name = names.shift() as string;
  names.push(name);
  return name;
}

/** A qualified lead with somebody known at its company. */
export async function qualified(more: object = {}) {
  const { companyId, lead } = await newLead(olga, nextName());
  await olga.post('/api/v1/contacts').send({ companyId, name: 'Somebody' }).expect(201);
  const facts = { cluster: 'MED', estimatedInvestment: usd('5000000'), ...more };
  let { version } = (
    await olga
      .patch(`/api/v1/leads/${lead.id}`)
      .send({ version: lead.version, ...facts })
      .expect(200)
  ).body;
  for (const status of ['contacted', 'qualified'])
    ({ version } = (await olga.post(`/api/v1/leads/${lead.id}/status`).send({ version, status }).expect(200)).body);
  return { companyId, leadId: lead.id, version };
}
export const convert = (leadId: string, body: object) => olga.post(`/api/v1/leads/${leadId}/convert`).send(body);
export async function deal() {
  const { leadId, companyId, version } = await qualified();
  const { body } = await convert(leadId, { version }).expect(201);
  return { ...body, companyId } as { id: string; leadId: string; companyId: string; version: number; code: string };
}
export const move = (agent: Agent, { id, version }: { id: string; version: number }, body: object) =>
  agent.post(`/api/v1/deals/${id}/stage`).send({ version, ...body });
export const changesOf = async (id: string) =>
  (await olga.get(`/api/v1/deals/${id}/stage-changes`).expect(200)).body.items;
