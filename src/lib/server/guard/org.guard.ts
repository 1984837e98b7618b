import { RECORD_TYPES } from '../../record-types';
import { guard, type GuardedDoc, type SecurityObject, type UserContext } from './rules';

const options = {
	recordTypes: [...RECORD_TYPES.values()].filter((recordType) => recordType.scope === 'org'),
	managersOnly: true,
	maxSize: 2_000_000
};

/** `validate_doc_update` of every `org-…` database. */
export default (
	doc: GuardedDoc,
	stored: GuardedDoc | null,
	user: UserContext,
	security: SecurityObject
): void => guard(options, doc, stored, user, security);
