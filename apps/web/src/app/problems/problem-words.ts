import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './problems.en';
import { zh } from './problems.zh';

/** Words about problems and the care of landed companies. */
export const problemWords = () => inject(Language).words(zh, en);
