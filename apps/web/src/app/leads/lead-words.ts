import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './leads.en';
import { zh } from './leads.zh';

/** The texts of this feature in the reader's language. */
export const leadWords = () => inject(Language).words(zh, en);
