import type { Household } from '../people/people';
import type { Visit } from './visit';

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
): Omit<Visit, keyof Signed> {
	const { method, outcome, purposes, note } = answers;
	return {
		subject: household._id,
		dwelling: household.dwelling,
		method: method as Visit['method'],
		outcome: outcome as Visit['outcome'],
		startedAt,
		endedAt,
		purposes: Array.isArray(purposes) ? purposes.map(String) : [],
		...(typeof note === 'string' && note.trim() ? { note: note.trim() } : {}),
		form,
		answers: { ...answers }
	};
}

type Signed = Pick<
	Visit,
	| '_id'
	| '_rev'
	| 'type'
	| 'v'
	| 'createdAt'
	| 'createdBy'
	| 'device'
	| 'stamp'
	| 'clockOffset'
	| 'origin'
	| 'voided'
>;
