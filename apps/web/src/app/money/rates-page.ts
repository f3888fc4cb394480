import { Component, computed, inject, input, signal } from '@angular/core';
import { ExchangeRate, type ImportedRates, type RatePage } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import type * as z from 'zod';
import {
  addressBar,
  currencies,
  download,
  ListFoot,
  Notices,
  SmallForm,
  type SmallField,
  type SmallValues,
  takingIn,
  Times,
  totalText,
} from '../kit';
import { Api } from '../platform/api';
import { kindOf, problemOf } from '../platform/problem';
import { Session } from '../platform/session';
import { moneyWords } from './money-words';

/** The dated table of rates, which the administrator keeps by hand or by files. */
@Component({
  selector: 'crm-rates-page',
  imports: [ListFoot, PageHeader, SmallForm],
  templateUrl: './rates-page.html',
  styles: `
    .underlined {
      text-decoration: underline;
    }
  `,
})
export class RatesPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly session = inject(Session);
  protected readonly times = inject(Times);
  protected readonly t = moneyWords();
  protected readonly narrow = addressBar();

  readonly currency = input<string>();

  protected readonly list = new Paged<ExchangeRate>('/api/v1/exchange-rates', () => ({
    currency: /^[A-Z]{3}$/.test(this.currency() ?? '') ? this.currency() : undefined,
    limit: 50,
  }));
  protected readonly total = totalText(this.list);
  protected readonly mayEdit = computed(() => this.session.can('rate.edit'));
  protected readonly reporting = computed(
    () => (this.list.last() as z.infer<typeof RatePage> | undefined)?.reportingCurrency ?? '',
  );
  /** The usual ones, those on the page, and the one that is chosen. */
  protected readonly currencies = computed(() => {
    const known = [...currencies, ...this.list.items().map(({ currency }) => currency), this.currency() ?? ''];
    return [...new Set(known)].filter((each) => each && each !== this.reporting()).sort();
  });
  /** Null: closed; `new`: another one; else the one that is changed. */
  protected readonly editing = signal<ExchangeRate | 'new' | null>(null);
  protected readonly importing = signal(false);
  protected readonly refused = signal<readonly string[]>([]);
  protected readonly fields = computed((): SmallField[] => {
    const words = this.t().rate;
    return [
      { name: 'currency', label: words.currency, as: 'text', required: true, hint: words.currencyHint },
      { name: 'validFrom', label: words.validFrom, as: 'day', required: true },
      { name: 'rate', label: words.rateOf(this.reporting()), as: 'number', required: true, hint: words.rateHint },
    ];
  });
  protected readonly initial = computed((): SmallValues => {
    const rate = this.editing();
    if (rate === null || rate === 'new') return { validFrom: this.times.today() };
    return { currency: rate.currency, validFrom: rate.validFrom, rate: rate.rate };
  });
  protected readonly current = takingIn(ExchangeRate, (rate) => this.editing.set(rate), this.initial);

  protected readonly save = ({ currency = '', validFrom, rate = '' }: SmallValues, key: string) => {
    const of = this.editing();
    const input = { currency: currency.trim().toUpperCase(), validFrom, rate: rate.trim() };
    if (of === null || of === 'new') return this.api.post('/exchange-rates', input, key);
    return this.api.patch(`/exchange-rates/${of.id}`, { ...input, version: of.version });
  };

  protected async remove({ id, currency, validFrom }: ExchangeRate): Promise<void> {
    const { removeAsk, remove, removed } = this.t().rate;
    if (!(await this.notices.confirm({ title: removeAsk(currency, validFrom), yes: remove }))) return;
    try {
      await this.api.delete(`/exchange-rates/${id}`);
      this.notices.done(removed);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }

  /** Sends the chosen file; what stands against it is listed by row and column. */
  protected async take(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    const body = new FormData();
    body.append('file', file, file.name);
    // The same file may be chosen again once it is mended.
    input.value = '';
    this.refused.set([]);
    this.importing.set(true);
    try {
      const { created, updated, unchanged } = await this.api.post<ImportedRates>('/exchange-rates/import', body);
      this.notices.done(this.t().rate.imported(created, updated, unchanged));
      this.list.reload();
    } catch (error) {
      this.object(error);
    } finally {
      this.importing.set(false);
    }
  }

  /** A file that shows how it is done; its figures are rounded and mean nothing. */
  protected example(): void {
    const rows = [this.t().rate.exampleHead, 'USD,2026-01-01,7', 'EUR,2026-01-01,8', 'JPY,2026-01-01,0.05', ''];
    // With the mark by which Excel knows UTF-8.
    download(this.t().rate.exampleName, `\uFEFF${rows.join('\r\n')}`);
  }

  protected renew(): void {
    this.editing.set(null);
    this.list.reload();
  }

  private object(error: unknown): void {
    const problem = problemOf(error);
    const { flaw, column, row, large } = this.t().rate;
    const lines = (problem?.errors ?? []).map(({ path, code, message }) => {
      const [, line, name] = /^rows\.(\d+)\.(\w+)$/.exec(path) ?? [];
      const what = flaw[code] ?? message;
      return line && name ? row(line, column[name] ?? name, what) : what;
    });
    if (kindOf(problem) === 'too-large') lines.push(large);
    if (lines.length > 0) this.refused.set(lines);
    else this.notices.failed(error);
  }
}
