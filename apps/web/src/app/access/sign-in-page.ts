import { Component, inject, input, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { type Me, SignIn } from '@torch/contracts';
import { Field } from '@torch/ui';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Objections } from '../platform/problem';
import { Session } from '../platform/session';
import { accessWords } from './access-words';
import { safePath } from './safe-path';

@Component({
  selector: 'crm-sign-in-page',
  imports: [Field, FormField],
  templateUrl: './sign-in-page.html',
  styleUrl: './gate.css',
})
export class SignInPage {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly language = inject(Language);

  /** Where the visitor wanted to go. */
  readonly to = input('/');

  protected readonly t = accessWords();
  protected readonly common = platformWords();
  protected readonly draft = signal({ username: '', password: '' });
  protected readonly fields = form(this.draft);
  protected readonly objections = new Objections();
  protected readonly busy = signal(false);

  protected async signIn(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy() || !this.objections.accepts(SignIn, this.draft())) return;
    this.busy.set(true);
    try {
      const me = await this.api.post<Me>('/sessions', this.draft());
      this.session.me.set(me);
      if (!this.language.isChosen) this.language.use(me.locale);
      await this.router.navigateByUrl(safePath(this.to()));
    } catch (error) {
      this.objections.take(error);
    } finally {
      this.busy.set(false);
    }
  }
}
