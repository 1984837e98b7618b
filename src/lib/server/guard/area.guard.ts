import { isRaisedByRule } from '../../issues/rule-mark';
import { AREA_TYPES } from '../../scope-types';
import { guardFor } from './rules';

export default guardFor({
	recordTypes: AREA_TYPES,
	maxSize: 256_000,
	managersCarry: true,
	followsFromRule: isRaisedByRule
});
