import { Component, inject, input, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { Company } from '@torch/contracts';
import { PageHeader } from '@torch/ui';
import { Notices, ReadState } from '../../kit';
import { CompanyClient } from '../company-client';
import { CompanyForm } from '../company-form/company-form';
import { companyWords } from '../company-words';

/** The page around the company's form, new or known. */
@Component({
  selector: 'crm-company-edit',
  imports: [PageHeader, CompanyForm, ReadState],
  templateUrl: './company-edit.html',
  host: { class: 'page narrow' },
})
export class CompanyEdit {
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  protected readonly t = companyWords();

  readonly id = input<string>();
  protected readonly company = inject(CompanyClient).one(() => this.id());
  private readonly form = viewChild(CompanyForm);

  isDirty(): boolean {
    return this.form()?.edit.dirty() ?? false;
  }

  protected async saved({ id }: Company): Promise<void> {
    this.notices.done(this.t().saved);
    await this.router.navigate(['/companies', id]);
  }

  protected async leave(): Promise<void> {
    const id = this.id();
    await this.router.navigate(id ? ['/companies', id] : ['/companies']);
  }
}
