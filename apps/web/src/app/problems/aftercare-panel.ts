import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Company } from '@torch/contracts';
import { quietAfterDays } from '@torch/domain';
import { mayOn, Times } from '../kit';
import { Session } from '../platform/session';
import { AppointForm } from './appoint-form';
import { problemWords } from './problem-words';

/** How a landed company is looked after: by whom, when last, and what comes next. */
@Component({
  selector: 'crm-aftercare-panel',
  imports: [AppointForm, RouterLink],
  templateUrl: './aftercare-panel.html',
  host: { class: 'card stack' },
})
export class AftercarePanel {
  protected readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly t = problemWords();

  readonly company = input.required<Company>();
  readonly changed = output();

  protected readonly quietAfterDays = quietAfterDays;
  protected readonly care = computed(() => this.company().aftercare);
  protected readonly mayAppoint = computed(() => {
    const care = this.care();
    return (
      care !== null &&
      mayOn(this.session, 'company.appoint', { ownerId: care.managerId, departmentId: care.managerDepartmentId })
    );
  });
  protected readonly appointing = signal(false);

  protected renew(): void {
    this.appointing.set(false);
    this.changed.emit();
  }
}
