import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { Company, type User } from '@torch/contracts';
import { reachOf } from '@torch/domain';
import { Paged } from '@torch/ui';
import { mayOn, SmallForm, type SmallField, type SmallValues, takingIn } from '../kit';
import { Api } from '../platform/api';
import { Session } from '../platform/session';
import { problemWords } from './problem-words';

/** Appoints who looks after a landed company, or leaves it to the owner of its deal. */
@Component({
  selector: 'crm-appoint-form',
  imports: [SmallForm],
  template: `
    <crm-small-form
      [heading]="t().aftercare.appoint"
      [fields]="fields()"
      [initial]="initial()"
      [save]="save"
      [words]="t().aftercare.words"
      [keepAs]="'company.' + company().id + '.appoint'"
      [current]="current"
      [done]="t().aftercare.appointed"
      (saved)="saved.emit()"
      (closed)="closed.emit()"
    />
  `,
})
export class AppointForm {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  protected readonly t = problemWords();

  readonly company = input.required<Company>();
  readonly saved = output();
  readonly closed = output();

  private readonly users = new Paged<User>('/api/v1/users', () => ({ active: true, limit: 200, sort: 'displayName' }));
  protected readonly fields = computed((): SmallField[] => {
    const t = this.t().aftercare;
    const options = this.users
      .items()
      .filter(({ role, departmentId }) => {
        const within = { ownerId: null, departmentId };
        return reachOf(role, 'lead.create') && mayOn(this.session, 'company.appoint', within);
      })
      .map(({ id, displayName, departmentName }) => ({ value: id, label: `${displayName} · ${departmentName}` }));
    return [{ name: 'managerId', label: t.manager, as: 'choice', options, hint: t.leave }];
  });
  private readonly base = linkedSignal(() => this.company());
  protected readonly initial = computed((): SmallValues => {
    const { aftercare } = this.base();
    return { managerId: aftercare?.appointed ? aftercare.managerId : '' };
  });
  protected readonly current = takingIn(Company, (company) => this.base.set(company), this.initial);

  protected readonly save = ({ managerId }: SmallValues, key: string) => {
    const { id, version } = this.base();
    return this.api.post(`/companies/${id}/account-manager`, { version, managerId: managerId || null }, key);
  };
}
