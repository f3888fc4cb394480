import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './promises.en';
import { zh } from './promises.zh';

/** Words about what was promised to investors. */
export const promiseWords = () => inject(Language).words(zh, en);
