import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './quick-log.en';
import { zh } from './quick-log.zh';

/** The texts of this feature in the reader's language. */
export const quickLogWords = () => inject(Language).words(zh, en);
