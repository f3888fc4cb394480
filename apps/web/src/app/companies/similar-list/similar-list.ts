import { Component, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SimilarCompany } from '@torch/contracts';
import { Reference } from '../../platform/reference';
import { companyWords } from '../company-words';

/** Known companies with similar names, each to be taken or to be told apart. */
@Component({
  selector: 'crm-similar-list',
  imports: [RouterLink],
  templateUrl: './similar-list.html',
})
export class SimilarList {
  protected readonly reference = inject(Reference);
  protected readonly t = companyWords();
  protected readonly Math = Math;

  readonly companies = input.required<SimilarCompany[]>();
  /** Those already found to be others. */
  readonly distinct = input.required<string[]>();
  /** Whether each must be answered before saving. */
  readonly must = input(false);
  /** Whether a known one can be taken; otherwise it can be opened. */
  readonly usable = input(false);
  readonly same = output<SimilarCompany>();
  readonly other = output<string>();
}
