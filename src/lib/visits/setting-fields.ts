import type { CareTier, VisitSettings } from './visit-settings';

/*
 * What a community may change about visits, and how far (N10): outside these bounds a rule would stop meaning what it
 * says. Records that other programs wrote are read as they are; the bounds are those of the screen.
 */

export type SettingUnit = 'days' | 'hours' | 'minutes' | 'metres' | 'times' | 'people' | 'years';

/** One number that managers may set. */
export interface SettingField {
	/** Where it lies in the settings: `cadence.A.maxGap`. */
	readonly path: string;
	readonly unit: SettingUnit;
	readonly min: number;
	readonly max: number;
}

export type SettingGroup = 'A' | 'B' | 'C' | 'D' | 'E' | 'noAnswer' | 'other' | 'pairing' | 'evidence';

const field = (path: string, unit: SettingUnit, min: number, max: number): SettingField => ({
	path,
	unit,
	min,
	max
});

/** The longest gap may not be shorter than the period itself, nor longer than two of them and a half. */
const tier = (name: CareTier, period: number): readonly SettingField[] => [
	field(`cadence.${name}.maxGap`, 'days', period, Math.ceil(period * 2.5)),
	field(`cadence.${name}.soon`, 'days', 0, period - 1),
	field(`cadence.${name}.serious`, 'days', 1, period)
];

export const SETTING_FIELDS: Readonly<Record<SettingGroup, readonly SettingField[]>> = {
	A: tier('A', 7),
	B: tier('B', 31),
	C: tier('C', 92),
	D: tier('D', 184),
	E: tier('E', 366),
	noAnswer: [
		field('noAnswer.locateHours', 'hours', 1, 24),
		field('noAnswer.secondTryHours', 'hours', 1, 72),
		field('noAnswer.reportHours', 'hours', 1, 168),
		field('noAnswer.tries', 'times', 1, 5)
	],
	other: [
		field('majorChangeHours', 'hours', 1, 72),
		field('newOccupantDays', 'days', 1, 30),
		field('oldestAge', 'years', 60, 100)
	],
	pairing: [field('pairing.contactsPerWeek', 'times', 1, 7), field('pairing.maxPeople', 'people', 1, 20)],
	evidence: [
		field('evidence.maxDistance', 'metres', 20, 1000),
		field('evidence.minMinutes', 'minutes', 0, 30),
		field('evidence.maxHomeVisitsPerHour', 'times', 1, 60)
	]
};

/** What is wrong with something typed into a field. `order`: with another field it makes no sense. */
export type SettingProblem = 'empty' | 'whole' | 'low' | 'high' | 'order';

export function problemOf({ min, max }: SettingField, typed: string): SettingProblem | undefined {
	const text = typed.trim();
	if (text === '') return 'empty';
	if (!/^\d+$/.test(text)) return 'whole';
	const value = Number(text);
	return value < min ? 'low' : value > max ? 'high' : undefined;
}

/** Paths whose values contradict another one: the later ones of each pair. */
export const contradictions = (settings: VisitSettings): string[] =>
	settings.noAnswer.reportHours < settings.noAnswer.secondTryHours ? ['noAnswer.reportHours'] : [];

/** The number at a path. */
export function settingAt(settings: VisitSettings, path: string): number {
	let value: unknown = settings;
	for (const name of path.split('.')) value = (value as Readonly<Record<string, unknown>>)[name];
	return value as number;
}

/** `{ 'cadence.A.maxGap': 8 }` → `{ cadence: { A: { maxGap: 8 } } }`, laid over what the community had changed. */
export function settingValues(
	before: Readonly<Record<string, unknown>>,
	changes: Readonly<Record<string, number>>
): Record<string, unknown> {
	return Object.entries(changes).reduce<Record<string, unknown>>(
		(values, [path, value]) => laid(values, path.split('.'), value),
		{ ...before }
	);
}

function laid(
	values: Readonly<Record<string, unknown>>,
	[name = '', ...rest]: readonly string[],
	value: number
): Record<string, unknown> {
	if (rest.length === 0) return { ...values, [name]: value };
	const inner = values[name];
	const known = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
	return { ...values, [name]: laid(known as Record<string, unknown>, rest, value) };
}
