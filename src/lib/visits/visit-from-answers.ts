import type { Household } from '../people/people';
import type { GeoFix } from '../record';
import type { Authorship } from '../session/author';
import { MAJOR_CHANGES, type Visit } from './visit';

/** What the form held when it was saved, beside what the record carries anyway. */
export interface FilledForm {
	readonly form: Visit['form'];
	/** Relevant answers by question name (forms.md). */
	readonly answers: Readonly<Record<string, unknown>>;
	/** When the form was opened and saved, UTC ISO. */
	readonly startedAt: string;
	readonly endedAt: string;
}

/** The fields of a visit that a filled visit form gives. Its questions carry the names of the visit's fields. */
export function visitFromAnswers(
	household: Household,
	{ form, answers, startedAt, endedAt }: FilledForm
): Omit<Visit, keyof Authorship<'visit'>> {
	const { method, outcome, note, nextContact, majorChange, place } = answers;
	const needs = list(answers.needs);
	return {
		subject: household._id,
		dwelling: household.dwelling,
		method: method as Visit['method'],
		outcome: outcome as Visit['outcome'],
		startedAt,
		endedAt,
		purposes: list(answers.purposes),
		...(typeof note === 'string' && note.trim() ? { note: note.trim() } : {}),
		...(needs.length ? { needs } : {}),
		...(typeof nextContact === 'string' && nextContact ? { nextContact } : {}),
		...(isMajorChange(majorChange) ? { majorChange } : {}),
		...placeOf(place, startedAt),
		form,
		answers: { ...answers }
	};
}

const list = (answer: unknown): string[] => (Array.isArray(answer) ? answer.map(String) : []);

const isMajorChange = (answer: unknown): answer is NonNullable<Visit['majorChange']> =>
	MAJOR_CHANGES.some((change) => change === answer);

/** `30.1 120.2 0 12` is a position with its accuracy in metres, `skip:private` the reason why there is none (R-V9). */
function placeOf(answer: unknown, at: string): { geoFix?: GeoFix; geoReason?: string } {
	if (typeof answer !== 'string' || !answer) return {};
	if (answer.startsWith('skip:')) return { geoReason: answer.slice('skip:'.length) };
	const [lat = NaN, lng = NaN, , accuracy = 0] = answer.split(' ').map(Number);
	return Number.isFinite(lat) && Number.isFinite(lng) ? { geoFix: { lat, lng, accuracy, at } } : {};
}
