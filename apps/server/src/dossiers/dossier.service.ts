import type { Actor } from '@torch/domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { print } from '../platform/pdf/print';
import { dossierDocument, type Printing } from './dossier.document';
import { type DossierContact, DossierQueries } from './dossier.queries';

@Injectable()
export class DossierService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly queries: DossierQueries,
  ) {}

  /**
   * The page as PDF. Phones on it are opened contacts, and logged as such before it is printed.
   * @throws Problem `not-found`, also for a visit that the actor may not see
   */
  async print(actor: Actor, visitId: string, how: Pick<Printing, 'language' | 'timeZone'>): Promise<Buffer> {
    const dossier = await this.queries.read(actor, visitId);
    const opened = dossier.contacts.filter(({ phone }) => phone);
    if (opened.length > 0) await this.noteOpened(actor, opened, dossier.visit.companyId);
    const [reader]: { name: string }[] = await this.db.query('SELECT display_name AS name FROM users WHERE id = $1', [
      actor.id,
    ]);
    return print(dossierDocument(dossier, { ...how, printedBy: reader?.name ?? '', now: new Date() }));
  }

  private noteOpened(actor: Actor, contacts: readonly DossierContact[], companyId: string): Promise<void> {
    return this.work.run(actor, 'contact.read', async (tx) => {
      for (const { id } of contacts)
        await tx.record('contact.opened', {
          subjectType: 'contact',
          subjectId: id,
          companyId,
          data: { by: 'dossier' },
        });
    });
  }
}
