import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './contacts.en';
import { zh } from './contacts.zh';

/** The texts of this feature in the reader's language. */
export const contactWords = () => inject(Language).words(zh, en);
