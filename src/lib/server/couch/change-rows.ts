import { breathe, SLICE } from './breathe';
import type { ChangeFilter } from './change-filter';
import type { DocRow } from './database';
import type { DatabaseCall } from './database-call';
import { inlineAttachments } from './document-parts';
import type { JsonObject } from './json';
import { readDocument, treeOf } from './read-document';
import { leavesOf } from './revisions';

/** What a feed sends and from where; `at` moves on as it is read. */
export interface Changes {
	readonly at: DatabaseCall;
	readonly filter: ChangeFilter;
	readonly limit: number;
	readonly feed: string;
	since: number;
	sent: number;
}

/** Everything after `since` up to the present, page by page; what is written meanwhile comes next time. */
export async function* readChanges(listing: Changes): AsyncGenerator<string[]> {
	const { db } = listing.at;
	const upTo = db.seq;
	yield* readPages(listing, () => db.changedAfter(listing.since, upTo, SLICE));
	if (listing.sent < listing.limit) listing.since = Math.max(listing.since, upTo);
}

/** From the end downwards; CouchDB takes `since` for no lower bound then. */
export async function* readBackwards(listing: Changes): AsyncGenerator<string[]> {
	let before = Number.MAX_SAFE_INTEGER;
	yield* readPages(listing, () => {
		const rows = listing.at.db.changedBefore(before, 0, SLICE);
		before = rows.at(-1)?.seq ?? before;
		return rows;
	});
}

async function* readPages(listing: Changes, next: () => DocRow[]): AsyncGenerator<string[]> {
	while (listing.sent < listing.limit) {
		const rows = next();
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
