import { PHOTO_TYPES } from '../../scope-types';
import { guardFor } from './rules';

export default guardFor({ recordTypes: PHOTO_TYPES, maxSize: 16_000, managersCarry: true, photos: true });
