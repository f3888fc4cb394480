import { Component, input, output, signal } from '@angular/core';
import type { ProjectProblem } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { ProblemForm } from './problem-form';
import { ProblemList } from './problem-list';
import { problemWords } from './problem-words';

/** What stands in the way of one deal, or of one landed company. */
@Component({
  selector: 'crm-problem-panel',
  imports: [ProblemForm, ProblemList],
  template: `
    <div class="spread">
      <h2>{{ t().heading }}</h2>
      @if (mayAdd()) {
        <button class="button small" type="button" (click)="adding.set(true)">{{ t().add }}</button>
      }
    </div>
    <crm-problem-list [list]="list" (changed)="changed.emit()" />
    @if (adding()) {
      <crm-problem-form [of]="address()" (saved)="renew()" (closed)="renew()" />
    }
  `,
  host: { class: 'card stack' },
})
export class ProblemPanel {
  protected readonly t = problemWords();

  readonly dealId = input<string>();
  readonly companyId = input<string>();
  readonly mayAdd = input(false);
  readonly changed = output();

  protected readonly adding = signal(false);
  protected readonly list = new Paged<ProjectProblem>('/api/v1/problems', () => ({
    deal: this.dealId(),
    company: this.companyId(),
    limit: 50,
  }));

  protected address(): string {
    const deal = this.dealId();
    return deal ? `/deals/${deal}` : `/companies/${this.companyId()}`;
  }

  protected renew(): void {
    this.adding.set(false);
    this.list.reload();
    this.changed.emit();
  }
}
