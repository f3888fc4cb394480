import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './reports.en';
import { zh } from './reports.zh';

/** Words of the pages about reports; those of the reports themselves are in the contracts. */
export const reportPageWords = () => inject(Language).words(zh, en);
