import { PEOPLE_TYPES } from '../../scope-types';
import { guardFor } from './rules';

export default guardFor({ recordTypes: PEOPLE_TYPES, maxSize: 256_000, managersCarry: true });
