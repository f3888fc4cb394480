import { Component, input } from '@angular/core';
import { type FieldTree, FormField } from '@angular/forms/signals';
import { usualMorning } from '@torch/domain';
import { Field } from '@torch/ui';
import { platformWords } from '../platform/platform-words';
import { calendarWords } from './calendar-words';

/** Who stands in for a person, and at which hours reminders may reach them; empty is the usual. */
export interface DeputyAndHoursDraft {
  deputyId: string;
  morningAt: string;
  quietFrom: string;
  quietTo: string;
}

interface Chosen {
  deputyId: string | null;
  morningAt: string;
  quietFrom: string | null;
  quietTo: string | null;
}

/** What a form shows of a person, or of a new one. */
export const deputyAndHoursDraft = (person: Chosen | null | undefined): DeputyAndHoursDraft => ({
  deputyId: person?.deputyId ?? '',
  morningAt: person?.morningAt ?? usualMorning,
  quietFrom: person?.quietFrom ?? '',
  quietTo: person?.quietTo ?? '',
});

/** What of it is sent. */
export const deputyAndHours = ({ deputyId, morningAt, quietFrom, quietTo }: DeputyAndHoursDraft): Chosen => ({
  deputyId: deputyId || null,
  morningAt,
  quietFrom: quietFrom || null,
  quietTo: quietTo || null,
});

/** The same fields wherever a person's reminders are set up: by themselves, and by whoever keeps the accounts. */
@Component({
  selector: 'crm-deputy-and-hours',
  imports: [Field, FormField],
  templateUrl: './deputy-and-hours.html',
  // Its fields are cells of the form around it.
  styles: `
    :host {
      display: contents;
    }
    .quiet {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 16px;
    }
  `,
})
export class DeputyAndHours {
  protected readonly t = calendarWords();
  protected readonly common = platformWords();

  readonly fields = input.required<{ readonly [K in keyof DeputyAndHoursDraft]: FieldTree<string> }>();
  /** What stands against a field, in the reader's language. */
  readonly against = input.required<(field: keyof DeputyAndHoursDraft) => string | readonly string[] | undefined>();
  /** Who can be chosen; nothing where nobody can. */
  readonly deputies = input<readonly { id: string; label: string }[] | null>(null);
  /** Before the ids of the controls, on a page that has others of these. */
  readonly prefix = input('');

  protected readonly ends = [
    { field: 'quietFrom', id: 'quiet-from' },
    { field: 'quietTo', id: 'quiet-to' },
  ] as const;

  protected isWrong(field: keyof DeputyAndHoursDraft): boolean {
    return (this.against()(field)?.length ?? 0) > 0;
  }
}
