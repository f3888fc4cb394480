import { Component, inject, output, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { ChangePassword, type Me } from '@torch/contracts';
import { Field } from '@torch/ui';
import { Api } from '../platform/api';
import { Objections } from '../platform/problem';
import { Session } from '../platform/session';
import { accessWords } from './access-words';

@Component({
  selector: 'crm-password-form',
  imports: [Field, FormField],
  template: `
    <form class="stack" (submit)="change($event)" novalidate>
      @if (objections.whole()) {
        <p class="notice bad" role="alert">{{ objections.whole() }}</p>
      }
      <ui-field for="current" [label]="t().currentPassword" [errors]="objections.at('currentPassword')">
        <input
          id="current"
          type="password"
          [formField]="fields.currentPassword"
          autocomplete="current-password"
          [attr.aria-invalid]="objections.at('currentPassword').length > 0"
        />
      </ui-field>
      <ui-field for="new" [label]="t().newPassword" [hint]="t().passwordHint" [errors]="objections.at('newPassword')">
        <input
          id="new"
          type="password"
          [formField]="fields.newPassword"
          autocomplete="new-password"
          [attr.aria-invalid]="objections.at('newPassword').length > 0"
        />
      </ui-field>
      <button type="submit" class="button primary" [disabled]="busy()">{{ t().changePassword }}</button>
    </form>
  `,
})
export class PasswordForm {
  private readonly api = inject(Api);
  private readonly session = inject(Session);

  readonly changed = output();

  protected readonly t = accessWords();
  protected readonly draft = signal({ currentPassword: '', newPassword: '' });
  protected readonly fields = form(this.draft);
  protected readonly objections = new Objections();
  protected readonly busy = signal(false);

  protected async change(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy() || !this.objections.accepts(ChangePassword, this.draft())) return;
    this.busy.set(true);
    try {
      this.session.me.set(await this.api.post<Me>('/me/password', this.draft()));
      this.draft.set({ currentPassword: '', newPassword: '' });
      this.changed.emit();
    } catch (error) {
      this.objections.take(error);
    } finally {
      this.busy.set(false);
    }
  }
}
