import { makeSample } from './product';

/** Before all tests; what it answers comes after them. */
export default makeSample;
