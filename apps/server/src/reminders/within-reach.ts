import type { Actor } from '@torch/domain';
import { Where } from '../platform/database/list';
import { tourShown } from '../visits';

/** Of what is `reminded` (`s`), what the actor may read about; a tour of secret visits alone tells of them by its title. */
export const withinReach = (actor: Actor): Where =>
  new Where()
    .within(actor, 'reminder.read', 's', 's.lead_id')
    .add(`s.kind <> 'tour' OR EXISTS (SELECT FROM tours t WHERE t.id = s.id AND (${tourShown}))`, actor.id);
