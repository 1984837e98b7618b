import { SUMMARY_TYPES } from '../../scope-types';
import { guardFor } from './rules';

export default guardFor({ recordTypes: SUMMARY_TYPES, maxSize: 256_000 });
