import { inject } from '@angular/core';
import { I18n } from '../kit';
import { en } from './leads.en';
import { zh } from './leads.zh';

/** The texts of this feature in the reader's language. */
export const leadWords = () => inject(I18n).words(zh, en);
