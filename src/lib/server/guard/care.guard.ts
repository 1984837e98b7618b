import { CARE_TYPES } from '../../scope-types';
import { guardFor } from './rules';

export default guardFor({ recordTypes: CARE_TYPES, maxSize: 256_000, managersCarry: true });
