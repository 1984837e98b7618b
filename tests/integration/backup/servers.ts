import type nano from 'nano';
import { expect, vi } from 'vitest';
import { ROSTER, SmallCommunity } from '../provision/community';

export type Kind = 'embedded' | 'CouchDB';

/** From where to where a backup goes in these tests; over Apache CouchDB when the environment names one. */
export const WAYS: readonly (readonly [Kind, Kind])[] = process.env.COUCHDB_URL
	? [
			['embedded', 'embedded'],
			['CouchDB', 'CouchDB'],
			['CouchDB', 'embedded'],
			['embedded', 'CouchDB']
		]
	: [['embedded', 'embedded']];

/** A small community on a server of this kind, with all that a backup has to keep. */
export async function communityOn(kind: Kind): Promise<SmallCommunity> {
	const community = await SmallCommunity.inFolder();
	useServer(community, kind);
	const { code, err } = await community.create(ROSTER);
	if (code !== 0) throw new Error(err);
	await community.withServer((server) => addHistory(server, `people-${community.grids[0]}`));
	return community;
}

export function useServer(community: SmallCommunity, kind: Kind): void {
	community.env.COUCHDB_URL = kind === 'CouchDB' ? process.env.COUCHDB_URL : '';
}

/** A conflict three revisions deep, a deletion, a deleted conflict, attachments in both leaves of a conflict. */
async function addHistory(server: nano.ServerScope, db: string): Promise<void> {
	const picture = Buffer.from(Array.from({ length: 70_000 }, (_, n) => (n * 7919) % 251)).toString('base64');
	const text = Buffer.from('走访记录\n'.repeat(500)).toString('base64');
	const rev = (generation: number, letter: string) => `${generation}-${letter.repeat(32)}`;
	const leaf = (id: string, letters: string, more: object) => ({
		_id: id,
		_rev: rev(letters.length, letters.at(-1) ?? ''),
		_revisions: { start: letters.length, ids: [...letters].toReversed().map((letter) => letter.repeat(32)) },
		...more
	});
	const docs = [
		leaf('x-conflict', 'abc', { text: '甲' }),
		leaf('x-conflict', 'abd', { text: '乙', nested: { list: [1, null, 'é'] } }),
		leaf('x-conflict', 'ae', { _deleted: true }),
		leaf('x-deleted', 'ab', { _deleted: true, why: 'moved away' }),
		leaf('x-photo', 'ab', { _attachments: { 'a b/图.jpg': { content_type: 'image/jpeg', data: picture } } }),
		leaf('x-photo', 'ac', { _attachments: { 'note.txt': { content_type: 'text/plain', data: text } } })
	];
	// The guard judges what people write; what a backup finds may be older than the guard.
	const guard = await server.db.use<{ validate_doc_update: string }>(db).get('_design/guard');
	const open = await server.db
		.use(db)
		.insert({ ...guard, validate_doc_update: 'function () {}' } as nano.MaybeDocument);
	const body = { docs, new_edits: false };
	// A copy in a cluster judges by the old guard until it hears of the new one, so all three are asked until they
	// agree; the same again changes nothing.
	const request = { db, path: '_bulk_docs', method: 'POST', qs: { w: 3 }, body };
	await vi.waitFor(async () => expect(await server.request(request)).toEqual([]), { timeout: 15_000 });
	await server.db.use(db).insert({ ...guard, _rev: open.rev } as nano.MaybeDocument);
}

interface Holdings {
	/** `database/document` → its leaves with ancestry, bodies and bytes, sorted. */
	readonly leaves: Record<string, unknown>;
	readonly security: Record<string, unknown>;
	readonly epochs: Record<string, string>;
}

/**
 * Everything of the community on its server, read document by document, not as the backup reads it; twice alike, because
 * a copy in a cluster may lag behind.
 */
export async function holdings(community: SmallCommunity): Promise<Holdings> {
	let found = await readHoldings(community);
	for (let before; JSON.stringify(found) !== JSON.stringify(before);) {
		await new Promise((resolve) => setTimeout(resolve, 500));
		before = found;
		found = await readHoldings(community);
	}
	return found;
}

function readHoldings(community: SmallCommunity): Promise<Holdings> {
	return community.withServer(async (server) => {
		const found: Holdings = { leaves: {}, security: {}, epochs: {} };
		for (const db of (await server.db.list()).filter((name) => name.includes(community.code))) {
			found.security[db] = await server.request({ db, path: '_security' });
			const epoch = (await server.request({ db, path: '_local/epoch' })) as { epoch: string };
			found.epochs[db] = epoch.epoch;
			const { results } = await server.db.use(db).changes({});
			for (const { id } of results) found.leaves[`${db}/${id}`] = await leavesOf(server, db, id);
		}
		for (const name of [community.worker, community.manager]) {
			const { _rev, ...account } = await server.db.use('_users').get(`org.couchdb.user:${name}`);
			found.leaves[`_users/${name}`] = account;
		}
		return found;
	});
}

async function leavesOf(server: nano.ServerScope, db: string, id: string): Promise<unknown> {
	const qs = { open_revs: 'all', revs: true, attachments: true };
	const rows = (await server.request({
		db,
		doc: id,
		qs,
		headers: { accept: 'application/json' }
	} as nano.RequestOptions)) as { ok: { _rev: string; _attachments?: Record<string, { digest: string }> } }[];
	// Of text CouchDB gives the digest of its compressed bytes.
	for (const { ok } of rows) for (const each of Object.values(ok._attachments ?? {})) each.digest = '';
	return rows.map(({ ok }) => ok).toSorted((a, b) => (a._rev < b._rev ? -1 : 1));
}

/** Removes the community's databases and accounts, as a lost disk would, but keeps its folder. */
export async function drop(community: SmallCommunity): Promise<void> {
	await community.withServer(async (server) => {
		for (const name of await server.db.list())
			if (name.includes(community.code)) await server.db.destroy(name);
		for (const name of [community.worker, community.manager]) {
			const id = `org.couchdb.user:${name}`;
			const user = await server.db.use('_users').get(id).catch(() => undefined); // prettier-ignore
			if (user) await server.db.use('_users').destroy(id, user._rev);
		}
	});
}
