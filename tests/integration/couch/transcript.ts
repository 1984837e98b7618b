import type { Answer, Loose } from './conformance';

/*
 * Answers as two servers' can be compared: without what must differ (revisions' hashes, sequences, names, addresses),
 * and in one order where none is promised.
 */

/** One answer of a case. */
export interface Line {
	readonly request: string;
	readonly differs: string | undefined;
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly body: unknown;
}

/** What stands in answers and means nothing. */
export interface Names {
	readonly db: string;
	readonly run: string;
	readonly url: string;
}

const HEADERS = ['content-type', 'etag', 'location', 'set-cookie', 'allow', 'accept-ranges', 'content-range'];

export function lineOf(answer: Answer, names: Names): Pick<Line, 'status' | 'headers' | 'body'> {
	const headers: Record<string, string> = {};
	for (const name of HEADERS) {
		const value = answer.headers.get(name);
		if (value !== null) headers[name] = plainText(value.replace(/Expires=[^;]*/, 'Expires=…'), names);
	}
	// a hash of the whole answer that CouchDB sends on listings; nobody can build on it
	if (!/^"\d+-rev"$|^"[\w+/]{22}=="$/.test(headers.etag ?? '')) delete headers.etag;
	const body = answer.json === undefined ? plainText(answer.text, names) : strip(answer.json, names);
	return { status: answer.status, headers, body };
}

export function plainText(text: string, { db, run, url }: Names): string {
	return text
		.replaceAll(db, 'DB')
		.replaceAll(run, 'RUN')
		.replace(/"(last_seq|seq)":"[^"]*"/g, '"$1":"SEQ"')
		.replace(/^id: ".*"$/gm, 'id: SEQ')
		.replace(/\n+$/, '')
		.replaceAll(url, 'URL')
		.replace(/AuthSession=[\w-]+/g, 'AuthSession=…')
		.replace(/since=\d[^& ]*/g, 'since=SEQ')
		.replace(/\d+-g[12][\w-]{20,}/g, 'SEQ')
		.replace(/(\d+)-[0-9a-f]{32}/g, '$1-rev')
		.replace(/[0-9a-f]{32}/g, 'hex');
}

function strip(value: Loose, names: Names): unknown {
	if (typeof value === 'string') return plainText(value, names);
	if (Array.isArray(value)) {
		const items = value.map((item) => strip(item, names));
		// leaves come in no promised order
		const isLeaves = value.some(
			(item) => typeof item === 'object' && item !== null && ('ok' in item || 'missing' in item)
		);
		// nor do the refusals of replicated writes, which tell only what failed
		const isRefusals = value.length > 1 && value.every((item) => item?.error && item.id);
		return isLeaves || isRefusals ? items.map((item) => JSON.stringify(item, sortedKeys)).sort() : items;
	}
	if (typeof value !== 'object' || value === null) return value;
	const kept = Object.entries(value).filter(
		([key]) => !['sizes', 'instance_start_time', 'bookmark', 'ref', 'cluster'].includes(key)
	);
	return Object.fromEntries(
		kept.map(([key, item]) => [
			plainText(key, names),
			/seq$/.test(key) && item !== null ? 'SEQ' : strip(item, names)
		])
	);
}

const sortedKeys = (_: string, value: Loose) =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
		: value;

export const isSameLine = (one: Line, other: Line): boolean =>
	JSON.stringify(one, sortedKeys) === JSON.stringify(other, sortedKeys);
