import { EventEmitter } from 'node:events';
import { randomUUID } from 'node:crypto';
import { badRequest } from './errors';
import type { OpenSqlite, Sqlite, SqlValue, Statement } from './sqlite';
import type { RevTree } from './revisions';

/** A document as listings need it: one row a document, its winner's facts beside the tree. */
export interface DocRow {
	/** Place in the changes feed; moves with every write. */
	readonly seq: number;
	readonly id: string;
	readonly winner: string;
	readonly deleted: number;
	/** JSON of the revision tree. */
	readonly tree: string;
}

/** One stored revision: the document's own members as JSON, and its attachments by name as JSON or null. */
export interface Revision {
	readonly body: string;
	readonly attachments: string | null;
}

export interface IdRange {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly fromExclusive?: boolean;
	readonly toExclusive?: boolean;
	readonly descending?: boolean;
}

const SCHEMA = `
	CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS docs(
		seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, winner TEXT NOT NULL, deleted INTEGER NOT NULL, tree TEXT NOT NULL);
	CREATE TABLE IF NOT EXISTS revs(id TEXT NOT NULL, rev TEXT NOT NULL, body TEXT NOT NULL, attachments TEXT, UNIQUE(id, rev));
	CREATE TABLE IF NOT EXISTS blobs(digest TEXT NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(digest, part));
	CREATE TABLE IF NOT EXISTS locals(id TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS views(view TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS emitted(
		view TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, sort TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL);
	CREATE INDEX IF NOT EXISTS emittedBySort ON emitted(view, sort, id, at);
	CREATE INDEX IF NOT EXISTS emittedById ON emitted(view, id);
	DELETE FROM blobs WHERE digest >= 'upload:' AND digest < 'upload;';`;

/**
 * One database, one SQLite file. WAL with `synchronous=FULL`: when `commit` returns, the write is on disk, and only
 * then is it answered. Everything here is synchronous and short; whoever reads many rows breathes between pages.
 *
 * Emits `change` after a commit that wrote documents, `gone` when it closes.
 */
export class Database extends EventEmitter<{ change: []; gone: [] }> {
	readonly created = Date.now();
	readonly uuid: string;
	/** Counts design document writes, so that compiled functions know when they are stale. */
	designVersion = 0;
	#seq: number;
	#open = true;
	readonly #sqlite: Sqlite;
	readonly #statements = new Map<string, Statement<unknown>>();

	constructor(
		readonly name: string,
		readonly file: string,
		openSqlite: OpenSqlite
	) {
		super();
		this.setMaxListeners(0);
		this.#sqlite = openSqlite(file);
		this.#sqlite.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;' + SCHEMA);
		this.run('INSERT OR IGNORE INTO meta VALUES (?, ?), (?, ?), (?, ?)', [
			...['uuid', randomUUID().replaceAll('-', '')],
			...['seq', '0'],
			...['created', String(Math.floor(this.created / 1000))]
		]);
		this.uuid = this.meta('uuid') ?? '';
		this.#seq = Number(this.meta('seq'));
	}

	get isOpen() {
		return this.#open;
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.emit('gone');
		this.#statements.clear();
		this.#sqlite.close();
	}

	all<Row>(sql: string, values: readonly SqlValue[] = []): Row[] {
		return this.#statement<Row>(sql).all(...values);
	}
	get<Row>(sql: string, values: readonly SqlValue[] = []): Row | undefined {
		return this.#statement<Row>(sql).get(...values);
	}
	run(sql: string, values: readonly SqlValue[] = []): void {
		this.#statement(sql).run(...values);
	}
	#statement<Row>(sql: string): Statement<Row> {
		let statement = this.#statements.get(sql);
		if (!statement) this.#statements.set(sql, (statement = this.#sqlite.prepare(sql)));
		return statement as Statement<Row>;
	}

	/** Runs `work` in one transaction; on any error nothing of it stays. */
	commit<T>(work: () => T): T {
		const before = this.#seq;
		this.#sqlite.exec('BEGIN IMMEDIATE');
		try {
			const result = work();
			if (this.#seq !== before) this.setMeta('seq', String(this.#seq));
			this.#sqlite.exec('COMMIT');
			return result;
		} catch (error) {
			this.#seq = before;
			if (this.#open) this.#sqlite.exec('ROLLBACK');
			throw error;
		}
	}

	meta(key: string): string | undefined {
		return this.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', [key])?.value;
	}
	setMeta(key: string, value: string): void {
		this.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', [key, value]);
	}

	get revsLimit(): number {
		return Number(this.meta('revsLimit') ?? 1000);
	}

	get seq(): number {
		return this.#seq;
	}
	/** Inside `commit` only. */
	nextSeq(): number {
		return ++this.#seq;
	}
	seqText(seq = this.#seq): string {
		return `${seq}-${this.uuid}`;
	}
	/** A client's `since` to a place in this feed. Another database's sequence means: from the start, as in CouchDB. */
	parseSince(since: string | undefined): number {
		if (since === undefined || since === '') return 0;
		if (since === 'now') return this.#seq;
		const [, seq, uuid] = /^(\d{1,15})(?:-([0-9a-f]{32}))?$/.exec(since) ?? [];
		if (seq === undefined) throw badRequest("Malformed sequence supplied in 'since' parameter.");
		return uuid && uuid !== this.uuid ? 0 : Number(seq);
	}

	row(id: string): DocRow | undefined {
		return this.get<DocRow>('SELECT * FROM docs WHERE id = ?', [id]);
	}
	revision(id: string, rev: string): Revision | undefined {
		return this.get<Revision>('SELECT body, attachments FROM revs WHERE id = ? AND rev = ?', [id, rev]);
	}
	putRow(id: string, winner: string, deleted: boolean, tree: RevTree): void {
		this.run('INSERT OR REPLACE INTO docs VALUES (?, ?, ?, ?, ?)', [
			...[this.nextSeq(), id, winner, deleted ? 1 : 0, JSON.stringify(tree)]
		]);
	}

	changedAfter(seq: number, upTo: number, limit: number): DocRow[] {
		return this.all('SELECT * FROM docs WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?', [seq, upTo, limit]);
	}
	changedBefore(seq: number, after: number, limit: number): DocRow[] {
		return this.all('SELECT * FROM docs WHERE seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?', [
			seq,
			after,
			limit
		]);
	}
	pendingAfter(seq: number): number {
		return this.get<{ n: number }>('SELECT count(*) n FROM docs WHERE seq > ?', [seq])?.n ?? 0;
	}

	/** Living documents by id. */
	inRange(range: IdRange, limit: number): DocRow[] {
		const { where, values } = rangeSql(range);
		const order = range.descending ? 'DESC' : 'ASC';
		return this.all(`SELECT * FROM docs WHERE ${where} ORDER BY id ${order} LIMIT ?`, [...values, limit]);
	}
	countInRange(range: IdRange): number {
		const { where, values } = rangeSql(range);
		return this.get<{ n: number }>(`SELECT count(*) n FROM docs WHERE ${where}`, values)?.n ?? 0;
	}
	counts(): { living: number; deleted: number } {
		const sql = 'SELECT count(*) n, coalesce(sum(deleted), 0) deleted FROM docs';
		const { n, deleted } = this.get<{ n: number; deleted: number }>(sql) ?? { n: 0, deleted: 0 };
		return { living: n - deleted, deleted };
	}
}

function rangeSql(range: IdRange): { where: string; values: string[] } {
	const parts = ['deleted = 0'];
	const values: string[] = [];
	if (range.from !== undefined) {
		parts.push(range.fromExclusive ? 'id > ?' : 'id >= ?');
		values.push(range.from);
	}
	if (range.to !== undefined) {
		parts.push(range.toExclusive ? 'id < ?' : 'id <= ?');
		values.push(range.to);
	}
	return { where: parts.join(' AND '), values };
}
