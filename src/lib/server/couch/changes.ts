import { sendRows } from './answer';
import { changeFilter } from './change-filter';
import { follow } from './change-feed';
import { readBackwards, readChanges, type Changes } from './change-rows';
import type { DatabaseCall } from './database-call';
import { badRequest, methodNotAllowed } from './errors';
import { isObject } from './json';

const FEEDS = ['normal', 'continuous', 'live', 'longpoll', 'eventsource'];

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
