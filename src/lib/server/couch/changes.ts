import { sendRows } from './answer';
import { breathe, SLICE } from './breathe';
import { changeFilter, type ChangeFilter } from './change-filter';
import type { DocRow } from './database';
import type { DatabaseCall } from './database-call';
import { inlineAttachments } from './document-parts';
import { badRequest, methodNotAllowed } from './errors';
import { isObject, type JsonObject } from './json';
import { readDocument, treeOf } from './read-document';
import { leavesOf } from './revisions';
import { follow } from './change-feed';

const FEEDS = ['normal', 'continuous', 'live', 'longpoll', 'eventsource'];

/** What a feed sends and from where; `at` moves on as it is read. */
export interface Changes {
	readonly at: DatabaseCall;
	readonly filter: ChangeFilter;
	readonly limit: number;
	readonly feed: string;
	since: number;
	sent: number;
}

/** `/db/_changes` */
export async function changes(at: DatabaseCall): Promise<void> {
	const { call, db } = at;
	if (!call.isRead && call.method !== 'POST') throw methodNotAllowed('GET,HEAD,POST');
	if (call.method === 'POST') call.requireJsonType();
	const body = call.method === 'POST' ? await call.json() : {};
	if (!isObject(body)) throw badRequest('Request body must be a JSON object');
	const feed = call.query.text('feed') ?? 'normal';
	if (!FEEDS.includes(feed)) {
		throw badRequest('Supported `feed` types: normal, continuous, live, longpoll, eventsource');
	}
	const listing: Changes = {
		at,
		filter: await changeFilter(at, body),
		limit: limitOf(call.query.text('limit')),
		feed,
		since: db.parseSince(call.header('last-event-id') ?? call.query.word('since')),
		sent: 0
	};
	if (feed === 'normal') return sendNormal(listing);
	await follow(listing);
}

/** A negative limit means none, as in CouchDB. */
function limitOf(text: string | undefined): number {
	if (text === undefined || /^-\d+$/.test(text)) return Infinity;
	if (!/^\d{1,15}$/.test(text)) throw badRequest('Invalid value for integer: limit');
	return Number(text);
}

async function sendNormal(listing: Changes): Promise<void> {
	const { db, call } = listing.at;
	const isBackwards = call.query.flag('descending');
	const pages = isBackwards ? readBackwards(listing) : readChanges(listing);
	await sendRows(call, '{"results":[\n', pages, () => {
		const pending = isBackwards ? db.pendingAfter(0) - listing.sent : db.pendingAfter(listing.since);
		return `\n],\n"last_seq":"${db.seqText(listing.since)}","pending":${pending}}\n`;
	});
}

/** Everything after `since` up to the present, page by page; what is written meanwhile comes next time. */
export async function* readChanges(listing: Changes): AsyncGenerator<string[]> {
	const { db } = listing.at;
	const upTo = db.seq;
	while (listing.sent < listing.limit) {
		const rows = db.changedAfter(listing.since, upTo, SLICE);
		const page: string[] = [];
		const wanted = await listing.filter(rows);
		for (const [n, row] of rows.entries()) {
			if (listing.sent >= listing.limit) break;
			listing.since = row.seq;
			if (!wanted[n]) continue;
			page.push(JSON.stringify(changeOf(listing.at, row)));
			listing.sent++;
		}
		yield page;
		if (rows.length < SLICE) {
			if (listing.sent < listing.limit) listing.since = Math.max(listing.since, upTo);
			return;
		}
		await breathe();
	}
}

async function* readBackwards(listing: Changes): AsyncGenerator<string[]> {
	const { db } = listing.at;
	// CouchDB walks down from the end and takes `since` for no lower bound
	let before = Number.MAX_SAFE_INTEGER;
	while (listing.sent < listing.limit) {
		const rows = db.changedBefore(before, 0, SLICE);
		const page: string[] = [];
		const wanted = await listing.filter(rows);
		for (const [n, row] of rows.entries()) {
			if (listing.sent >= listing.limit) break;
			listing.since = before = row.seq;
			if (!wanted[n]) continue;
			page.push(JSON.stringify(changeOf(listing.at, row)));
			listing.sent++;
		}
		yield page;
		if (rows.length < SLICE) return;
		await breathe();
	}
}

function changeOf({ call: { query }, db }: DatabaseCall, row: DocRow): JsonObject {
	const revs =
		query.text('style') === 'all_docs' ? leavesOf(treeOf(row)).map((leaf) => leaf.rev) : [row.winner];
	const change: JsonObject = { seq: db.seqText(row.seq), id: row.id, changes: revs.map((rev) => ({ rev })) };
	if (row.deleted) change.deleted = true;
	if (query.flag('include_docs')) {
		const doc = readDocument(db, row, row.winner, { conflicts: query.flag('conflicts') });
		if (doc && query.flag('attachments')) inlineAttachments(db, doc, () => true);
		change.doc = doc ?? null;
	}
	return change;
}
