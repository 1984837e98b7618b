import { buildingType, compoundType, divisionType, formType, gridType, workerType } from './org/org';
import { dwellingType, householdType, residentType } from './people/people';
import type { RecordType } from './record';
import { visitType } from './visits/visit';

/** The registry: a new record type is its domain folder and one line here. */
export const RECORD_TYPES: ReadonlyMap<string, RecordType> = new Map(
	[
		divisionType,
		gridType,
		compoundType,
		buildingType,
		workerType,
		formType,
		dwellingType,
		householdType,
		residentType,
		visitType
	].map((recordType: RecordType) => [recordType.type, recordType])
);
