import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './companies.en';
import { zh } from './companies.zh';

/** The texts of this feature in the reader's language. */
export const companyWords = () => inject(Language).words(zh, en);
