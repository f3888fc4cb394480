import { inject } from '@angular/core';
import { Language } from './language';
import { en } from './platform.en';
import { zh } from './platform.zh';

/** Words that every feature needs. */
export const platformWords = () => inject(Language).words(zh, en);
