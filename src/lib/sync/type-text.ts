import { m } from '../paraglide/messages';

/** What a record is called in a list of many kinds. */
const TYPES: Readonly<Record<string, () => string>> = {
	visit: m.sync_type_visit,
	wellnessCheck: m.sync_type_wellness_check,
	household: m.sync_type_household,
	resident: m.sync_type_resident,
	dwelling: m.sync_type_dwelling,
	inspection: m.sync_type_inspection,
	rectification: m.sync_type_rectification,
	issue: m.sync_type_issue,
	issueAction: m.sync_type_issue_action,
	careSession: m.sync_type_care_session,
	serviceHours: m.sync_type_service_hours,
	seen: m.sync_type_seen
};

export const typeText = (type: string): string => TYPES[type]?.() ?? m.sync_type_other();
