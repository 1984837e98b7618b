import { hasPhotos, isScope } from '../../org/scopes';
import { Refusal } from './refusal';

/*
 * Which requests pass. This is a second fence: CouchDB's own `_security` is the first. It keeps everything away from
 * the database server that the app has no use for, so that a slip in CouchDB's settings opens nothing.
 */

/** What a request that passes is, as far as the gateway treats kinds differently. */
export type Endpoint = 'session' | 'attachment' | 'other';

const READ = ['GET', 'HEAD'];
const PHOTOS = /-photos$/;
const isPhotos = (name: string) => PHOTOS.test(name);

/** The one view that devices read: what happened, by what it is about (provision/history-view.ts). */
const HISTORY = 'history/_view/latest';

/** Endpoints of a database, and how they may be called. */
const OF_DATABASE = new Map<string, readonly string[]>([
	['', READ],
	['_all_docs', [...READ, 'POST']],
	['_changes', [...READ, 'POST']],
	['_bulk_docs', ['POST']],
	['_bulk_get', ['POST']],
	['_revs_diff', ['POST']]
]);

/**
 * @param path what follows `/db`, still percent-encoded: `/people-330102016001002/_all_docs`
 * @throws {Refusal} 400 (malformed), 403 (never offered), 404 (no database of this app) or 405
 */
export function checkRequest(method: string, path: string, query: URLSearchParams): Endpoint {
	const [name = '', ...rest] = segmentsOf(path);
	if (name === '_session' && rest.length === 0) {
		checkMethod(method, [...READ, 'POST', 'DELETE']);
		return 'session';
	}
	if (name === '' || name.startsWith('_')) throw notOffered(name);
	if (!isScope(name) || (isPhotos(name) && !hasPhotos(name.replace(PHOTOS, ''))))
		throw new Refusal(404, 'not_found', 'Database does not exist.');
	return checkInDatabase(method, name, rest, query);
}

function checkInDatabase(method: string, name: string, rest: string[], query: URLSearchParams): Endpoint {
	const [first = '', second, ...more] = rest;
	if (first === '_local' && second && more.length === 0) {
		checkMethod(method, [...READ, 'PUT']);
		return 'other';
	}
	if (second === undefined) {
		const methods = OF_DATABASE.get(first);
		if (!methods && first.startsWith('_')) throw notOffered(first);
		checkMethod(method, methods ?? [...READ, 'PUT']);
		if (first === '_changes') checkChanges(query);
		return 'other';
	}
	if (first === '_design' && `${second}/${more.join('/')}` === HISTORY) {
		checkMethod(method, [...READ, 'POST']);
		return 'other';
	}
	if (more.length > 0) throw notOffered(rest.join('/'));
	if (first.startsWith('_') || second === '' || !isPhotos(name)) throw notOffered(rest.join('/'));
	checkMethod(method, [...READ, 'PUT']);
	return 'attachment';
}

/** A filter function would run code of a design document over every document, for any member who asks. */
function checkChanges(query: URLSearchParams): void {
	const filter = query.get('filter');
	if (filter !== null && filter !== '_doc_ids') throw notOffered(`_changes?filter=${filter}`);
}

function segmentsOf(path: string): string[] {
	try {
		const segments = path.split('/').slice(1).map(decodeURIComponent);
		// `/db/name/` is how PouchDB asks for a database's information.
		if (segments.length === 2 && segments[1] === '') segments.pop();
		return segments;
	} catch {
		throw new Refusal(400, 'bad_request', 'The path is not valid percent-encoding.');
	}
}

function checkMethod(method: string, allowed: readonly string[]): void {
	if (allowed.includes(method)) return;
	const list = allowed.join(',');
	throw new Refusal(405, 'method_not_allowed', `Only ${list} allowed`, { allow: list });
}

const notOffered = (what: string) =>
	new Refusal(403, 'forbidden', `This server does not offer ${what === '' ? 'its root' : what}.`);
