import type { Columns, Doc } from '../../../src/lib/record';
import { RECORD_TYPES } from '../../../src/lib/record-types';
import { household, visit } from '../../../src/lib/store/scenarios';

/** Every peer stores the very same documents. Invented; about 1.2 KB as JSON, like a visit with its answers. */
const NOTE = '楼道堆放杂物，已当面劝导，答应本周内清理；老人独居，腿脚不便，药由邻居代取。';
const ANSWERS = {
	lift: 'works',
	corridor: 'blocked',
	gas: 'ok',
	smokeAlarm: 'none',
	meals: 'self',
	medicine: 'neighbour',
	mood: 'calm',
	danger: ['charging', 'corridor'],
	remarks: NOTE.repeat(2)
};

/** Visits of each household in any data set: lists stay as long however many households there are. */
export const VISITS_EACH = 16;

export type GridDocument = Doc & { _rev: string };

/** `count` replicated documents of a grid: households, and sixteen visits to each of them. */
export function gridDocuments(count: number): GridDocument[] {
	const documents: Doc[] = [];
	let home = household();
	for (let i = 0; i < count; i++) {
		if (i % (VISITS_EACH + 1) === 0) documents.push((home = household({ note: NOTE.repeat(6) })));
		else documents.push(gridVisit(home._id));
	}
	return documents.map((document, i) => ({ ...document, _rev: `1-${i.toString(16).padStart(32, 'a')}` }));
}

/** A visit as a form makes it, not yet stored anywhere. */
export const gridVisit = (subject?: string) =>
	visit({ note: NOTE, answers: ANSWERS, ...(subject && { subject }) });

export const householdsOf = (documents: readonly Doc[]): string[] =>
	documents.filter(({ type }) => type === 'household').map(({ _id }) => _id);

/** A page of replication (design.md 6). */
export const PAGE = 1000;
export const pagesOf = <T>(list: readonly T[]): T[][] =>
	Array.from({ length: Math.ceil(list.length / PAGE) }, (_, i) => list.slice(i * PAGE, (i + 1) * PAGE));

/** The columns that the adapter would index, as a plain program over IndexedDB stores them. */
export const columnsOf = (document: Doc): Columns & { type: string; at: string } => ({
	type: document.type,
	at: '',
	...RECORD_TYPES.get(document.type)?.columns(document)
});
