import type { Database } from './database';
import { notFound } from './errors';
import type { Incoming } from './incoming';
import type { JsonObject } from './json';

/*
 * Local documents: replication checkpoints. Not replicated, no tree, no conflicts; as in CouchDB the last writer
 * wins and the version is the given one plus one.
 */

interface LocalRow {
	readonly id: string;
	readonly version: number;
	readonly body: string;
}

const shown = (row: LocalRow): JsonObject => ({
	_id: row.id,
	_rev: `0-${row.version}`,
	...JSON.parse(row.body)
});

export function readLocal(db: Database, id: string): JsonObject {
	const row = db.get<LocalRow>('SELECT * FROM locals WHERE id = ?', [id]);
	if (!row) throw notFound();
	return shown(row);
}

export function listLocals(db: Database): JsonObject[] {
	return db.all<LocalRow>('SELECT * FROM locals ORDER BY id').map(shown);
}

/** @returns the new revision, `0-<version>` */
export function putLocal(db: Database, doc: Incoming): string {
	const id = doc.id ?? '';
	if (doc.deleted) {
		db.run('DELETE FROM locals WHERE id = ?', [id]);
		return '0-0';
	}
	const version = Number(doc.rev?.slice(2) ?? 0) + 1;
	db.run('INSERT OR REPLACE INTO locals VALUES (?, ?, ?)', [id, version, doc.bodyText]);
	return `0-${version}`;
}
