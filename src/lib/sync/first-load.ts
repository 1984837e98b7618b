import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import { Pages, type Cursor, type LoadedDoc } from './first-load-pages';
import { PAGE, startingPosition, writePosition, type Position } from './first-load-position';
import { readLatest } from './history-source';
import type { Remote } from './remote';
import type { Wire } from './wire';
import { isHistory } from './window';

/*
 * PouchDB's own way reads a database change by change; this reads it page by page, at the speed of the line, and then
 * tells PouchDB that it has been there. Every step is stored, so that a cut costs one page.
 */

export interface LoadSource {
	readonly scope: Scope;
	readonly store: Store;
	readonly local: PouchDB.Database;
	readonly remote: Remote;
	readonly wire: Wire;
	/** Milliseconds since the epoch, by the server's clock as far as it is known. */
	readonly now: () => number;
}

/**
 * Loads the window of the scope from where the last attempt was cut; returns at once when it is complete already.
 * @param told after each page
 * @throws what the server or the device's database had against it
 */
export async function firstLoad(source: LoadSource, told: () => Promise<void>): Promise<void> {
	const { store, scope, wire } = source;
	let position = await startingPosition(source, source.now);
	if (position.complete) return;
	const write = async (change: Partial<Position>) => {
		const { update_seq: reached } = await source.local.info();
		position = { ...position, ...change, reached: Number(reached) };
		await writePosition(store, scope, position);
		await told();
	};
	const pages = new Pages(wire, scope, position);
	let cursor: Cursor | undefined = { range: position.range ?? 0, after: position.after };
	// First in the queue: a browser keeps six requests under way, and what follows are many small ones.
	let next = pages.read(cursor);
	next.catch(() => undefined);
	let counting: Promise<number> | undefined = position.small ? undefined : pages.count();
	counting?.catch(() => undefined);
	const latest = position.small ? Promise.resolve([]) : readLatest(wire, scope, position.start ?? 0);
	latest.catch(() => undefined);
	const earlier = (position.bytes ?? 0) - wire.traffic.received;
	while (cursor) {
		const page = await next;
		if (counting) await write({ total: await counting });
		counting = undefined;
		cursor = pages.after(cursor, page);
		if (cursor) {
			// The next page travels while this one is written.
			next = pages.read(cursor);
			next.catch(() => undefined);
		}
		const wanted = page.rows.filter(({ id }) => !isHistory(scope, id, position.start ?? 0));
		await writeDocuments(source, wanted.map(({ doc }) => doc)); // prettier-ignore
		const loaded = position.loaded + wanted.length;
		await write({
			...(cursor ?? { range: Infinity, after: '' }),
			loaded,
			total: Math.max(position.total, loaded),
			bytes: earlier + wire.traffic.received
		});
	}
	const older = await latest;
	await writeDocuments(source, older);
	await seedCheckpoints(source, position.updateSeq);
	const loaded = position.loaded + older.length;
	// Counted out: what was deleted meanwhile is in the server's total, not among the loaded.
	await write({ loaded, total: loaded, bytes: earlier + wire.traffic.received, complete: true });
}

/** Writes documents as they stand on the server, losing leaves included: a conflict is seen on every device or on none. */
export async function writeDocuments(
	{ local, remote }: Pick<LoadSource, 'local' | 'remote'>,
	docs: LoadedDoc[]
): Promise<void> {
	if (docs.length === 0) return;
	const losers = docs.flatMap(({ _id, _conflicts = [] }) => _conflicts.map((rev) => ({ id: _id, rev })));
	for (const doc of docs) delete doc._conflicts;
	await write(local, docs);
	if (losers.length === 0) return;
	const { results } = await remote.db.bulkGet({ docs: losers, revs: true });
	const leaves = results.flatMap(({ docs: found }) =>
		found.flatMap((each) => ('ok' in each ? [each.ok] : []))
	);
	await write(local, leaves as unknown as LoadedDoc[]);
}

async function write(local: PouchDB.Database, docs: LoadedDoc[]): Promise<void> {
	const results = await local.bulkDocs(docs, { new_edits: false });
	const [failed] = results.filter((result) => 'error' in result && result.error);
	if (failed) throw failed as Error;
}

/**
 * Writes the checkpoints of both directions, so that neither reads everything again. What waits to be sent and lies
 * before the seeded place is not forgotten: sending goes by the rows that wait, not by the checkpoint alone (push.ts).
 */
async function seedCheckpoints({ local, remote }: LoadSource, updateSeq: string | number): Promise<void> {
	const { update_seq: localSeq } = await local.info();
	// Side by side: each has a checkpoint of its own, and every request waits for the line.
	await Promise.all([
		local.replicate.from(remote.db, { since: updateSeq, batch_size: PAGE }),
		local.replicate.to(remote.db, { since: localSeq, batch_size: PAGE })
	]);
}
