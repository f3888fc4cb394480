import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { Fund } from '@torch/contracts';
import { Notices, SmallForm, type SmallField, type SmallValues, takingIn } from '../kit';
import { Api } from '../platform/api';
import { problemOf } from '../platform/problem';
import { Session } from '../platform/session';
import { moneyWords } from './money-words';

/** What the statistician does with an entry: confirms it, or takes the confirmation back with a reason. */
@Component({
  selector: 'crm-fund-actions',
  imports: [SmallForm],
  template: `
    @if (mayConfirm()) {
      <button class="button small primary" type="button" [disabled]="busy()" (click)="confirm()">
        {{ t().fund.confirm }}
      </button>
    }
    @if (mayReopen()) {
      <button class="button quiet small" type="button" (click)="reopening.set(true)">{{ t().fund.reopen }}</button>
    }
    @if (reopening()) {
      <crm-small-form
        [heading]="t().fund.reopen"
        [fields]="fields()"
        [save]="reopen"
        [words]="t().words"
        [keepAs]="'fund.' + fund().id + '.reopen'"
        [current]="current"
        [done]="t().fund.reopened"
        (saved)="close()"
        (closed)="close()"
      />
    }
  `,
  styles: `
    :host:empty {
      display: none;
    }
  `,
  host: { class: 'row' },
})
export class FundActions {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly t = moneyWords();

  readonly fund = input.required<Fund>();
  readonly changed = output();

  protected readonly busy = signal(false);
  protected readonly reopening = signal(false);
  private readonly may = computed(() => this.session.can('fund.confirm'));
  protected readonly mayConfirm = computed(() => this.may() && !this.fund().confirmedAt && !this.fund().own);
  protected readonly mayReopen = computed(() => this.may() && this.fund().confirmedAt !== null);
  protected readonly fields = computed((): SmallField[] => [
    { name: 'reason', label: this.t().fund.reopenReason, as: 'area', required: true },
  ]);

  protected async confirm(): Promise<void> {
    if (this.busy()) return;
    const { id, version } = this.fund();
    this.busy.set(true);
    try {
      await this.api.post(`/funds/${id}/confirm`, { version });
      this.notices.done(this.t().fund.confirmedNow);
    } catch (error) {
      const said = this.t().words[problemOf(error)?.errors[0]?.code ?? ''];
      if (said) this.notices.refused(said);
      else this.notices.failed(error);
    } finally {
      this.busy.set(false);
      this.changed.emit();
    }
  }

  private readonly base = linkedSignal(() => this.fund());
  protected readonly current = takingIn(Fund, (fund) => this.base.set(fund));

  protected readonly reopen = ({ reason }: SmallValues, key: string) =>
    this.api.post(`/funds/${this.fund().id}/reopen`, { version: this.base().version, reason }, key);

  protected close(): void {
    this.reopening.set(false);
    this.changed.emit();
  }
}
