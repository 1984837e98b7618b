import type { RecordType } from './record';
import {
	AREA_TYPES,
	CARE_TYPES,
	ORG_TYPES,
	PEOPLE_TYPES,
	PHOTO_TYPES,
	SUMMARY_TYPES,
	USER_TYPES
} from './scope-types';

/** All record types by name. */
export const RECORD_TYPES: ReadonlyMap<string, RecordType> = new Map(
	[ORG_TYPES, PEOPLE_TYPES, AREA_TYPES, CARE_TYPES, USER_TYPES, PHOTO_TYPES, SUMMARY_TYPES]
		.flat()
		.map((recordType) => [recordType.type, recordType])
);
