import { Component, inject } from '@angular/core';
import { Router } from '@angular/router';
import { PasswordForm } from './password-form';
import { accessWords } from './access-words';

/** The stop at the first sign-in, and when a password has grown too old. */
@Component({
  selector: 'crm-password-page',
  imports: [PasswordForm],
  template: `
    <main class="card stack">
      <h1>{{ t().changePassword }}</h1>
      <p class="soft">{{ t().mustChange }}</p>
      <crm-password-form (changed)="go()" />
    </main>
  `,
  styleUrl: './gate.css',
})
export class PasswordPage {
  private readonly router = inject(Router);
  protected readonly t = accessWords();

  protected go(): void {
    void this.router.navigateByUrl('/');
  }
}
