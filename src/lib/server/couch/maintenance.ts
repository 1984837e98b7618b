import { sendJson } from './answer';
import { breathe, SLICE } from './breathe';
import type { Database, DocRow } from './database';
import type { DatabaseCall } from './database-call';
import { badRequest, forbidden, methodNotAllowed } from './errors';
import type { Json, JsonObject } from './json';
import { listLocals } from './locals';
import { treeOf } from './read-document';
import * as revisions from './revisions';
import { requireCompactor, requireDatabaseAdmin, securityOf, setSecurity } from './security';
import { dropEmitted } from './view-index';

/** `/db/_security`: members read it, the database's admins set it. */
export async function security(at: DatabaseCall): Promise<void> {
	if (at.call.isRead) return sendJson(at.call, 200, securityOf(at.db));
	if (at.call.method !== 'PUT') throw methodNotAllowed('PUT,GET');
	requireDatabaseAdmin(at.user, at.db);
	if (at.db.name === '_users') throw forbidden("You can't edit the security object of the user database.");
	setSecurity(at.db, await at.call.json());
	sendJson(at.call, 200, { ok: true });
}

export async function revsLimit(at: DatabaseCall): Promise<void> {
	if (at.call.isRead) return sendJson(at.call, 200, at.db.revsLimit);
	if (at.call.method !== 'PUT') throw methodNotAllowed('PUT,GET');
	requireDatabaseAdmin(at.user, at.db);
	const limit = await at.call.json();
	if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) {
		throw badRequest('Rev limit has to be an integer');
	}
	at.db.setMeta('revsLimit', String(limit));
	sendJson(at.call, 200, { ok: true });
}

export function ensureFullCommit(at: DatabaseCall): void {
	at.call.requireJsonType();
	sendJson(at.call, 201, { ok: true, instance_start_time: at.db.meta('created') ?? '0' });
}

export function localDocs(at: DatabaseCall): void {
	const isFull = at.call.query.flag('include_docs');
	const rows = listLocals(at.db).map((doc): JsonObject => {
		const row = { id: doc._id ?? '', key: doc._id ?? '', value: { rev: doc._rev ?? '' } };
		return isFull ? { ...row, doc } : row;
	});
	sendJson(at.call, 200, { total_rows: null, offset: null, rows });
}

/** `POST /db/_purge`: forgets leaves as if they had never been. Replicas keep theirs. */
export async function purge(at: DatabaseCall): Promise<void> {
	const asked = Object.entries(await at.call.posted()).map(([id, revs]): [string, string[]] => {
		if (!Array.isArray(revs)) throw badRequest('Revisions must be a JSON list of strings');
		return [id, revs.map((rev) => (revisions.parseRev(rev), String(rev)))];
	});
	const purged = at.db.commit(() =>
		asked.map(([id, revs]): [string, Json] => [id, purgeOne(at.db, id, revs)])
	);
	sendJson(at.call, 201, { purge_seq: null, purged: Object.fromEntries(purged) });
}

function purgeOne(db: Database, id: string, revs: readonly string[]): string[] {
	const row = db.row(id);
	if (!row) return [];
	const tree = treeOf(row);
	const gone = revisions
		.leavesOf(tree)
		.map((leaf) => leaf.rev)
		.filter((rev) => revs.includes(rev));
	if (!gone.length) return [];
	const rest = revisions.pruneLeaves(tree, gone);
	db.run('DELETE FROM docs WHERE id = ?', [id]);
	dropEmitted(db, id);
	if (rest.length) {
		const winner = revisions.winnerOf(rest);
		db.putRow(id, winner, revisions.isDeletedRev(rest, winner), rest);
	} else db.nextSeq();
	dropBodies(db, id, (rev) => revisions.hasRev(rest, rev));
	db.setMeta('purgeSeq', String(Number(db.meta('purgeSeq') ?? 0) + 1));
	if (id.startsWith('_design/')) db.designVersion++;
	return gone;
}

function dropBodies(db: Database, id: string, isKept: (rev: string) => boolean): void {
	for (const { rev } of db.all<{ rev: string }>('SELECT rev FROM revs WHERE id = ?', [id])) {
		if (!isKept(rev)) db.run('DELETE FROM revs WHERE id = ? AND rev = ?', [id, rev]);
	}
}

/** `POST /db/_compact`: drops bodies that are no leaf any more, and attachments that no body names. */
export async function compact(at: DatabaseCall): Promise<void> {
	requireCompactor(at.user, at.db);
	at.call.requireJsonType();
	await dropOldBodies(at.db);
	await dropOrphans(at.db);
	sendJson(at.call, 202, { ok: true });
}

async function dropOldBodies(db: Database): Promise<void> {
	for (let after = ''; ;) {
		const rows = db.all<DocRow>(
			`SELECT * FROM docs WHERE id > ? AND (SELECT count(*) FROM revs WHERE revs.id = docs.id) > 1
			ORDER BY id LIMIT ?`,
			[after, SLICE]
		);
		db.commit(() => {
			for (const row of rows) {
				const leaves = revisions.leavesOf(treeOf(row)).map((leaf) => leaf.rev);
				dropBodies(db, row.id, (rev) => leaves.includes(rev));
			}
		});
		const last = rows.at(-1);
		if (!last) return;
		after = last.id;
		await breathe();
	}
}

async function dropOrphans(db: Database): Promise<void> {
	const named = new Set<string>();
	for (let after = 0; ;) {
		const rows = db.all<{ rowid: number; attachments: string }>(
			'SELECT rowid, attachments FROM revs WHERE rowid > ? AND attachments IS NOT NULL ORDER BY rowid LIMIT ?',
			[after, SLICE]
		);
		for (const { attachments } of rows) {
			for (const facts of Object.values<{ digest: string }>(JSON.parse(attachments))) named.add(facts.digest);
		}
		const last = rows.at(-1);
		if (!last) break;
		after = last.rowid;
		await breathe();
	}
	const unnamed = db
		.all<{ digest: string }>(
			"SELECT DISTINCT digest FROM blobs WHERE digest < 'upload:' OR digest >= 'upload;'"
		)
		.filter(({ digest }) => !named.has(digest));
	db.commit(() => {
		for (const { digest } of unnamed) {
			// written while we looked: it has a name now
			const isNamed = db.get('SELECT 1 FROM revs WHERE attachments LIKE ? LIMIT 1', [`%${digest}%`]);
			if (!isNamed) db.run('DELETE FROM blobs WHERE digest = ?', [digest]);
		}
	});
}
