import * as z from 'zod';
import { DateText, Id, Instant, Name, PageQuery, pageOf, Search, Version, StoredDate } from './fields';

const City = z.string().trim().min(1).max(100);
const facts = {
  title: Name,
  fromOn: DateText,
  toOn: DateText,
  /** Who leads the group, by name and post. */
  leadPerson: z.string().trim().max(200).nullable(),
  members: z.array(z.string().trim().min(1).max(200)).max(50),
  cities: z.array(City).max(30),
};

export const CreateTour = z.strictObject({
  ...facts,
  leadPerson: facts.leadPerson.default(null),
  members: facts.members.default([]),
  cities: facts.cities.default([]),
});
export type CreateTour = z.infer<typeof CreateTour>;
export const UpdateTour = z.strictObject({ ...z.strictObject(facts).partial().shape, version: Version });
export type UpdateTour = z.infer<typeof UpdateTour>;

/** An outbound journey (外访团组); its stops are the visits that name it. */
export const Tour = z.object({
  ...facts,
  fromOn: StoredDate,
  toOn: StoredDate,
  id: Id,
  version: Version,
  ownerId: Id,
  ownerName: z.string(),
  departmentId: Id,
  createdAt: Instant,
});
export type Tour = z.infer<typeof Tour>;

export const TourQuery = PageQuery.extend({
  /** Part of the title or of a city. */
  q: Search.optional(),
  owner: Id.optional(),
  sort: z.enum(['fromOn', '-fromOn']).default('-fromOn'),
});
export type TourQuery = z.infer<typeof TourQuery>;
export const TourPage = pageOf(Tour);
