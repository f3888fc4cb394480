import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

type Subscriber = (subjectIds: string[]) => Promise<void>;

/**
 * Hands events to those who wait for them, after their commit. An event counts as published once every
 * subscriber has taken it, so that a crash in between repeats it and loses none.
 */
@Injectable()
export class EventRelay {
  private readonly subscribers = new Map<string, Subscriber>();

  constructor(private readonly db: DataSource) {}

  /** One subscriber for the events about one type of subject. */
  on(subjectType: string, subscriber: Subscriber): void {
    this.subscribers.set(subjectType, subscriber);
  }

  /** Publishes what has been committed since. Two workers may hand over the same event; its takers bear that. */
  async publish(): Promise<void> {
    for (;;) {
      const events: { id: string; subject_type: string; subject_id: string | null }[] = await this.db.query(
        'SELECT id, subject_type, subject_id FROM events WHERE published_at IS NULL ORDER BY id LIMIT 500',
      );
      if (events.length === 0) return;
      for (const [subjectType, subscriber] of this.subscribers) {
        const ids = events.flatMap((event) =>
          event.subject_type === subjectType && event.subject_id ? [event.subject_id] : [],
        );
        if (ids.length > 0) await subscriber([...new Set(ids)]);
      }
      // No lock is held while the queue is asked: in an outage it may take its time.
      await this.db.query('UPDATE events SET published_at = now() WHERE id = ANY($1) AND published_at IS NULL', [
        events.map(({ id }) => id),
      ]);
      if (events.length < 500) return;
    }
  }
}
