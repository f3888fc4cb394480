import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './reviews.en';
import { zh } from './reviews.zh';

/** Words about screening, review, offers and assignments. */
export const reviewWords = () => inject(Language).words(zh, en);
