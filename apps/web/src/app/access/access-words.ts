import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './access.en';
import { zh } from './access.zh';

export const accessWords = () => inject(Language).words(zh, en);
