import { USER_TYPES } from '../../scope-types';
import { guardFor } from './rules';

export default guardFor({ recordTypes: USER_TYPES, maxSize: 256_000 });
