import { auditEntryType } from './audit-entry';
import { careRecipientType } from './care/care-recipient';
import { careSessionType } from './care/care-session';
import { pairingType } from './care/pairing';
import { serviceHoursType } from './care/service-hours';
import { wellnessCheckType } from './care/wellness-check';
import { issueType } from './issues/issue';
import { issueActionType } from './issues/issue-action';
import { sealedReportType } from './issues/sealed-report';
import { noticeType, settingsType } from './org/community';
import { deviceContactType } from './org/device-contact';
import { buildingType, compoundType, divisionType, formType, gridType, workerType } from './org/org';
import { preferenceType } from './org/preference';
import { summaryType } from './org/summary';
import { volunteerTeamType, volunteerType } from './org/team';
import { dwellingType, householdType, residentType } from './people/people';
import { photoType } from './photo';
import { inspectionType } from './places/inspection';
import { inspectionPointType } from './places/inspection-point';
import { inspectionTemplateType } from './places/inspection-template';
import { premisesType } from './places/premises';
import { rectificationType } from './places/rectification';
import type { RecordType } from './record';
import { seenType } from './seen';
import { recoveryKeyType } from './session/recovery-key';
import { surgeCampaignType } from './visits/surge-campaign';
import { deferralType } from './visits/deferral';
import { visitType } from './visits/visit';

/*
 * The registry: a new record type is its domain folder and one line here. One list a kind of database, so that a
 * database's guard carries its own types only.
 */

export const ORG_TYPES: readonly RecordType[] = [
	divisionType,
	gridType,
	compoundType,
	buildingType,
	workerType,
	volunteerTeamType,
	settingsType,
	noticeType,
	recoveryKeyType,
	formType,
	surgeCampaignType
];
export const PEOPLE_TYPES: readonly RecordType[] = [
	dwellingType,
	householdType,
	residentType,
	visitType,
	deferralType,
	wellnessCheckType,
	seenType,
	auditEntryType
];
export const AREA_TYPES: readonly RecordType[] = [
	premisesType,
	inspectionPointType,
	inspectionTemplateType,
	inspectionType,
	rectificationType,
	issueType,
	issueActionType,
	seenType
];
export const CARE_TYPES: readonly RecordType[] = [
	volunteerType,
	careRecipientType,
	pairingType,
	careSessionType,
	serviceHoursType,
	seenType
];
export const USER_TYPES: readonly RecordType[] = [
	preferenceType,
	sealedReportType,
	deviceContactType,
	seenType
];
export const PHOTO_TYPES: readonly RecordType[] = [photoType];
export const SUMMARY_TYPES: readonly RecordType[] = [summaryType];
