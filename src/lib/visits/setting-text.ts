import { m } from '../paraglide/messages';
import type { SettingField, SettingGroup, SettingUnit } from './setting-fields';

const NAMES: Readonly<Record<string, () => string>> = {
	maxGap: m.manage_set_maxGap,
	soon: m.manage_set_soon,
	serious: m.manage_set_serious,
	locateHours: m.manage_set_locateHours,
	secondTryHours: m.manage_set_secondTryHours,
	reportHours: m.manage_set_reportHours,
	tries: m.manage_set_tries,
	majorChangeHours: m.manage_set_majorChangeHours,
	newOccupantDays: m.manage_set_newOccupantDays,
	oldestAge: m.manage_set_oldestAge,
	contactsPerWeek: m.manage_set_contactsPerWeek,
	maxPeople: m.manage_set_maxPeople,
	maxDistance: m.manage_set_maxDistance,
	minMinutes: m.manage_set_minMinutes,
	maxHomeVisitsPerHour: m.manage_set_maxHomeVisitsPerHour
};

const UNITS: Readonly<Record<SettingUnit, () => string>> = {
	days: m.manage_unit_days,
	hours: m.manage_unit_hours,
	minutes: m.manage_unit_minutes,
	metres: m.manage_unit_metres,
	times: m.manage_unit_times,
	people: m.manage_unit_people,
	years: m.manage_unit_years
};

/** By the last part of its path: `cadence.A.maxGap` stands in the group of tier A. */
export const settingName = ({ path }: SettingField): string =>
	NAMES[path.split('.').at(-1) ?? '']?.() ?? path;

export const settingUnit = ({ unit }: SettingField): string => UNITS[unit]();

export const settingGroupName: Readonly<Record<SettingGroup, () => string>> = {
	A: m.manage_set_group_A,
	B: m.manage_set_group_B,
	C: m.manage_set_group_C,
	D: m.manage_set_group_D,
	E: m.manage_set_group_E,
	noAnswer: m.manage_set_group_noAnswer,
	other: m.manage_set_group_other,
	pairing: m.manage_set_group_pairing,
	evidence: m.manage_set_group_evidence
};
