import type { ServerScope } from 'nano';
import { scopeKind, type Scope } from '../../org/scopes';
import { belongsIn, type Columns, type Doc, type RecordType, type ScopeKind } from '../../record';
import { RECORD_TYPES } from '../../record-types';
import { unlessMissing } from './couch-error';

/*
 * `_design/history`: what happened, by what it is about. Devices hold ninety days (R-P3); this view is how they find
 * the rest: all of a household's when somebody opens it, and the latest of each kind of everybody's, because due lists
 * need the last visit however long ago it was. Read by src/lib/sync/history-source.ts.
 */

const HISTORY_ID = '_design/history';
const KINDS: readonly ScopeKind[] = ['people', 'area', 'care'];
/** The latest mark of every record would be every mark there is. */
const WITHOUT = ['seen'];

/** Where in a document its columns lie, as dotted paths. */
type Paths = { readonly [name in keyof Columns]: string };

const PATH = Symbol('path');
const pathProxy = (path: string): object =>
	new Proxy(
		{ [PATH]: path },
		{ get: (_, name) => (name === PATH ? path : pathProxy(path ? `${path}.${String(name)}` : String(name))) }
	);

/** What `columns` reads, found by letting it read a document that answers with the way to each field. */
export function columnPaths(recordType: RecordType): Paths {
	const columns = recordType.columns(pathProxy('') as Doc) as Record<string, { [PATH]: string } | undefined>;
	return Object.fromEntries(
		Object.entries(columns).flatMap(([name, value]) => (value ? [[name, value[PATH]]] : []))
	);
}

/** CouchDB's `map` for a kind of database, as text: emits [subject, type, kind, when] → when, milliseconds. */
export function historyMap(kind: ScopeKind): string {
	const events = [...RECORD_TYPES.values()].filter(
		(recordType) =>
			recordType.nature === 'event' && belongsIn(recordType, kind) && !WITHOUT.includes(recordType.type)
	);
	const table = Object.fromEntries(
		events.flatMap((recordType) => {
			const { subject, at, kind: word } = columnPaths(recordType);
			return subject && at ? [[recordType.type, [subject, at, word ?? '']]] : [];
		})
	);
	return `function (doc) {
	var paths = ${JSON.stringify(table)}[doc.type];
	if (!paths || doc.voided) return;
	var found = paths.map(function (path) {
		return path.split('.').reduce(function (value, name) { return value ? value[name] : undefined; }, doc);
	});
	if (typeof found[0] !== 'string' || typeof found[1] !== 'string') return;
	var when = Date.parse(found[1]);
	if (when === when) emit([found[0], doc.type, typeof found[2] === 'string' ? found[2] : '', when], when);
}`;
}

/** CouchDB's own: a function of ours would be called for every few rows. Its `max` is when the latest happened. */
const LATEST = '_stats';

/** Puts the view into a scope's database, unless just this one stands already. */
export async function setHistoryView(server: ServerScope, scope: Scope): Promise<void> {
	const kind = scopeKind(scope);
	if (!KINDS.includes(kind)) return;
	const latest = { map: historyMap(kind), reduce: LATEST };
	const db = server.db.use<{ views?: { latest?: typeof latest } }>(scope);
	const stored = await unlessMissing(db.get(HISTORY_ID));
	if (stored?.views?.latest?.map === latest.map && stored.views.latest.reduce === latest.reduce) return;
	const design = { language: 'javascript', views: { latest } };
	await db.insert({ ...design, ...(stored && { _rev: stored._rev }) }, HISTORY_ID);
}
