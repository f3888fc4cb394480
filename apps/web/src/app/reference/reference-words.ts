import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './reference.en';
import { zh } from './reference.zh';

export const referenceWords = () => inject(Language).words(zh, en);
