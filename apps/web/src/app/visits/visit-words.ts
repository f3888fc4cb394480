import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './visits.en';
import { zh } from './visits.zh';

/** The texts of this feature in the reader's language. */
export const visitWords = () => inject(Language).words(zh, en);
