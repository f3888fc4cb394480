import { words } from '../kit';
import { en } from './companies.en';
import { zh } from './companies.zh';

/** The texts of this feature in the reader's language. */
export const companyWords = () => words(zh, en);
