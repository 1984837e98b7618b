import type { Doc } from '../record';

/** Short texts of a record that its author wrote freely: what a refused record is mended by without its form. */
export interface FreeText {
	/** Dotted path: `note`, `answers.note`. */
	readonly path: string;
	readonly value: string;
}

const CLOSED = new Set(['type', 'createdAt', 'createdBy', 'device', 'stamp', 'origin', 'startedAt', 'endedAt', 'subject', 'sha256']); // prettier-ignore
/** Codes, ids, dates and hashes are no texts. */
const isFree = (name: string, value: string) =>
	!name.startsWith('_') && !CLOSED.has(name) && !/^[\w.:+-]{0,64}$/.test(value);

/** What of a record can be mended as text. The note that lies beside the answers is offered once. */
export function freeTexts(record: Doc): FreeText[] {
	const { answers, ...fields } = record as unknown as Record<string, unknown>;
	const texts = (values: object, before: string): FreeText[] =>
		Object.entries(values).flatMap(([name, value]) =>
			typeof value === 'string' && isFree(name, value) ? [{ path: before + name, value }] : []
		);
	const own = texts(fields, '');
	const answered = answers && typeof answers === 'object' ? texts(answers, 'answers.') : [];
	return [...own, ...answered.filter(({ value }) => !own.some((text) => text.value === value))];
}

/** The record with new texts; an answer that said the same as a field goes on saying the same. */
export function withTexts<D extends Doc>(record: D, texts: readonly FreeText[]): D {
	const copy = structuredClone(record) as unknown as Record<string, unknown>;
	const answers = copy.answers as Record<string, unknown> | undefined;
	for (const { path, value } of texts) {
		const name = path.replace('answers.', '');
		const place = path === name ? copy : answers;
		if (!place) continue;
		const before = place[name];
		place[name] = value;
		if (place === copy && answers)
			for (const key in answers) if (answers[key] === before) answers[key] = value;
	}
	return copy as unknown as D;
}
