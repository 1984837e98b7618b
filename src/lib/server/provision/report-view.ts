import type { ServerScope } from 'nano';
import { scopeKind, type Scope } from '../../org/scopes';
import { NOT_FOUND } from '../../visits/no-answer';
import { unlessMissing } from './couch-error';

/*
 * `_design/report`: what managers' numbers are made from, as compact rows: key is the type, value the fields that the
 * rules read. The rules themselves run in the server's process, the same ones as on the phone (src/lib/server/report).
 */

const REPORT_ID = '_design/report';

/** Fields of each type that the rules read; what is long or personal and not needed stays behind. */
const FIELDS = {
	dwelling: ['building', 'stairUnit', 'floor', 'room', 'use'],
	household: ['dwelling', 'tenure', 'since', 'left', 'contactCard', 'tierOverride', 'createdAt', 'origin'],
	resident: ['household', 'name', 'birthYear', 'relationToHead', 'careCategories', 'status'],
	visit: [
		'subject',
		'dwelling',
		'method',
		'outcome',
		'startedAt',
		'asked',
		'located',
		'majorChange',
		'nextContact',
		'replaces'
	]
} as const;

const peopleMap = `function (doc) {
	var fields = ${JSON.stringify(FIELDS)}[doc.type];
	if (!fields || doc.voided) return;
	var row = {};
	fields.forEach(function (name) { if (doc[name] !== undefined) row[name] = doc[name]; });
	emit(doc.type, row);
}`;

const areaMap = `function (doc) {
	if (doc.type !== 'issue' || doc.voided || doc.issueType !== ${JSON.stringify(NOT_FOUND)}) return;
	if (doc.dwelling) emit('reported', { dwelling: doc.dwelling, reportedAt: doc.reportedAt });
}`;

/** CouchDB's `map` for a kind of database, or nothing where no manager counts. */
const reportMap = (scope: Scope): string | undefined =>
	({ people: peopleMap, area: areaMap })[scopeKind(scope) as string];

/** Puts the view into a scope's database, unless just this one stands already. */
export async function setReportView(server: ServerScope, scope: Scope): Promise<void> {
	const map = reportMap(scope);
	if (map === undefined) return;
	const db = server.db.use<{ views?: { rows?: { map: string } } }>(scope);
	const stored = await unlessMissing(db.get(REPORT_ID));
	if (stored?.views?.rows?.map === map) return;
	const design = { language: 'javascript', views: { rows: { map } } };
	await db.insert({ ...design, ...(stored && { _rev: stored._rev }) }, REPORT_ID);
}
