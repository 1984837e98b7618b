import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from './database';
import { CouchError, noDatabase } from './errors';
import type { OpenSqlite } from './sqlite';

const NAME = /^[a-z][a-z0-9_$()+/-]*$/;
/** Databases with a name of their own kind; `_users` holds the accounts. */
const SYSTEM = ['_users', '_replicator'];
const SUFFIX = '.couch.sqlite';
/** File names end at 255 bytes, and a slash takes three. */
const MAX_NAME = 200;
const IDLE_MS = 60_000;

export type DatabaseEvent = { readonly name: string; readonly type: 'created' | 'updated' | 'deleted' };

/** The databases of one folder. Opens them on demand, closes those that nobody has used for a minute. */
export class Databases extends EventEmitter<{ event: [DatabaseEvent] }> {
	readonly #open = new Map<string, { db: Database; users: number; usedAt: number }>();
	readonly #timer: NodeJS.Timeout;
	#closed = false;

	constructor(
		readonly folder: string,
		private readonly openSqlite: OpenSqlite
	) {
		super();
		this.setMaxListeners(0);
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		this.#timer = setInterval(() => this.closeIdle(Date.now() - IDLE_MS), IDLE_MS / 2).unref();
		for (const name of SYSTEM) if (!existsSync(this.#file(name))) this.#entry(name);
	}

	names(): string[] {
		return readdirSync(this.folder)
			.filter((file) => file.endsWith(SUFFIX))
			.map((file) => decodeURIComponent(file.slice(0, -SUFFIX.length)))
			.sort();
	}

	/** How many files are open now. */
	get openCount(): number {
		return this.#open.size;
	}

	/**
	 * Runs `work` with an open database; it stays open meanwhile.
	 * @throws CouchError 404, also when the database is deleted while `work` runs
	 */
	async use<T>(name: string, work: (db: Database) => Promise<T> | T): Promise<T> {
		const entry = this.#existing(name);
		entry.users++;
		try {
			return await work(entry.db);
		} catch (error) {
			throw entry.db.isOpen ? error : noDatabase();
		} finally {
			entry.users--;
			entry.usedAt = Date.now();
		}
	}

	/** For a short synchronous look. @throws CouchError 404 */
	peek(name: string): Database {
		const entry = this.#existing(name);
		entry.usedAt = Date.now();
		return entry.db;
	}

	exists(name: string): boolean {
		return (
			(NAME.test(name) || SYSTEM.includes(name)) && name.length <= MAX_NAME && existsSync(this.#file(name))
		);
	}

	create(name: string): void {
		if (!NAME.test(name) && !SYSTEM.includes(name)) {
			throw new CouchError(
				400,
				'illegal_database_name',
				`Name: '${name}'. Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.`
			);
		}
		if (name.length > MAX_NAME) {
			const reason = `At least one path segment of \`${name}\` is too long.`;
			throw new CouchError(400, 'database_name_too_long', reason);
		}
		if (existsSync(this.#file(name))) {
			const reason = 'The database could not be created, the file already exists.';
			throw new CouchError(412, 'file_exists', reason);
		}
		this.#entry(name);
		this.emit('event', { name, type: 'created' });
	}

	delete(name: string): void {
		this.#existing(name).db.close();
		this.#open.delete(name);
		for (const ending of ['', '-wal', '-shm']) rmSync(this.#file(name) + ending, { force: true });
		this.emit('event', { name, type: 'deleted' });
	}

	fileSize(name: string): number {
		return statSync(this.#file(name)).size;
	}

	/** Closes what nobody uses and nobody has used since `before` (epoch milliseconds). */
	closeIdle(before: number): void {
		for (const [name, { db, users, usedAt }] of this.#open) {
			if (users > 0 || usedAt > before) continue;
			this.#open.delete(name);
			db.close();
		}
	}

	/** Nothing is opened again: a request that is still on its way would keep, and write to, files that may be another's. */
	close(): void {
		this.#closed = true;
		clearInterval(this.#timer);
		for (const { db } of this.#open.values()) db.close();
		this.#open.clear();
	}

	#file(name: string): string {
		return join(this.folder, encodeURIComponent(name) + SUFFIX);
	}

	#existing(name: string) {
		const open = this.#open.get(name);
		if (open) return open;
		if (!this.exists(name)) throw noDatabase();
		return this.#entry(name);
	}

	#entry(name: string) {
		if (this.#closed) throw new CouchError(503, 'service_unavailable', 'The server is stopping.');
		const db = new Database(name, this.#file(name), this.openSqlite);
		db.on('change', () => this.emit('event', { name, type: 'updated' }));
		const entry = { db, users: 0, usedAt: Date.now() };
		this.#open.set(name, entry);
		return entry;
	}
}
