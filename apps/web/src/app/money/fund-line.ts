import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Fund } from '@torch/contracts';
import { Times } from '../kit';
import { Language } from '../platform/language';
import { moneyWords } from './money-words';
import { Sums } from './sums';

/** One entry as it is told in lists: what it is, by which voucher, who entered it and who confirmed it. */
@Component({
  selector: 'crm-fund-line',
  imports: [RouterLink],
  template: `
    <p class="row">
      <span class="tag" [class.good]="fund().confirmedAt" [class.warn]="!fund().confirmedAt">{{
        fund().confirmedAt ? t().fund.confirmed : t().fund.unconfirmed
      }}</span>
      <span class="tag">{{ labels().fundKind[fund().kind] }}</span>
      <strong class="number">{{ sums.one(fund().amount) }}</strong>
      <span class="nowrap">{{ times.dayText(fund().on, { dateStyle: 'medium' }) }}</span>
    </p>
    @if (withDeal()) {
      <p class="soft">
        <a [routerLink]="['/deals', fund().dealId]" [queryParams]="{ part: 'money' }"
          >{{ fund().dealCode }} · {{ fund().dealTitle }}</a
        >
        · {{ fund().companyName }}
      </p>
    }
    @if (what()) {
      <p class="wrap">{{ what() }}</p>
    }
    <p class="soft small wrap">
      @if (fund().voucher) {
        {{ t().fund.voucher }} {{ fund().voucher }} ·
      }
      @if (fund().voucherFileId) {
        <a [href]="'/api/v1/attachments/' + fund().voucherFileId + '/content'">{{ fund().voucherFileName }}</a> ·
      }
      {{ t().fund.by(fund().authorName) }}
      @if (fund().confirmedAt; as at) {
        · {{ t().fund.confirmedBy(fund().confirmedByName ?? '', times.date(at)) }}
      }
    </p>
  `,
  host: { class: 'stack tight' },
})
export class FundLine {
  protected readonly times = inject(Times);
  protected readonly sums = inject(Sums);
  protected readonly labels = inject(Language).labels;
  protected readonly t = moneyWords();

  readonly fund = input.required<Fund>();
  readonly withDeal = input(false);

  protected readonly what = computed(() => [this.fund().source, this.fund().note].filter(Boolean).join(' · '));
}
