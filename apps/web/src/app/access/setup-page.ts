import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { Setup, type SetupResult, type SetupState } from '@torch/contracts';
import { Field } from '@torch/ui';
import { Api, read } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Objections } from '../platform/problem';
import { accessWords } from './access-words';

/** The first visit to an empty installation. */
@Component({
  selector: 'crm-setup-page',
  imports: [Field, FormField, RouterLink],
  templateUrl: './setup-page.html',
  styleUrl: './gate.css',
})
export class SetupPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly language = inject(Language);

  protected readonly t = accessWords();
  protected readonly common = platformWords();
  protected readonly state = read<SetupState>(() => '/setup');
  protected readonly tokenRequired = computed(() => this.state.hasValue() && this.state.value().tokenRequired);
  protected readonly draft = signal({
    token: '',
    zoneName: this.t().defaultZone,
    zone: 'sample',
    username: 'admin',
    displayName: '',
    password: '',
  });
  protected readonly fields = form(this.draft);
  protected readonly objections = new Objections();
  protected readonly busy = signal(false);
  protected readonly result = signal<SetupResult | null>(null);

  protected async setUp(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    const { token, zoneName, zone, ...administrator } = this.draft();
    const input = { ...(token && { token }), zoneName, zone, locale: this.language.current(), administrator };
    if (!this.objections.accepts(Setup, input)) return;
    this.busy.set(true);
    try {
      const result = await this.api.post<SetupResult>('/setup', input);
      if (result.signIns.length > 0) this.result.set(result);
      else await this.router.navigateByUrl('/sign-in');
    } catch (error) {
      this.objections.take(error);
    } finally {
      this.busy.set(false);
    }
  }
}
