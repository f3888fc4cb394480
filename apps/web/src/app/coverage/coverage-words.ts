import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './coverage.en';
import { zh } from './coverage.zh';

/** Words about the coverage of gaps. */
export const coverageWords = () => inject(Language).words(zh, en);
