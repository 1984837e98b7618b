import { ORG_TYPES } from '../../scope-types';
import { guardFor } from './rules';

export default guardFor({ recordTypes: ORG_TYPES, maxSize: 2_000_000 });
