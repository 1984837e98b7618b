import { createHash } from 'node:crypto';
import { breathe, SLICE } from './breathe';
import { sortText } from './collation';
import type { Database, DocRow } from './database';
import { CouchError } from './errors';
import { isDesignId } from './incoming';
import type { Json } from './json';
import { readDocument } from './read-document';
import type { Sandbox } from './sandbox';

/** One emitted row as the index keeps it: `key` and `value` are JSON, `sort` their place. */
export interface Emitted {
	readonly id: string;
	readonly at: number;
	readonly sort: string;
	readonly key: string;
	readonly value: string;
}

const running = new WeakMap<Database, Map<string, Promise<void>>>();

/**
 * Brings the index of a map function up to the present and returns its name. Incremental: only what changed since
 * the last time is mapped again. The index lies in the database's own file and dies with it.
 * @throws CouchError 400 when the function reaches its limits
 */
export async function bringUpToDate(db: Database, sandbox: Sandbox, map: string): Promise<string> {
	const name = createHash('sha256').update(map).digest('hex').slice(0, 32);
	const tasks = running.get(db) ?? new Map<string, Promise<void>>();
	running.set(db, tasks);
	// one after the other: two builders of one index would write its rows twice
	const task = (tasks.get(name) ?? Promise.resolve())
		.catch(() => {})
		.then(() => update(db, sandbox, name, map));
	tasks.set(name, task);
	await task.finally(() => tasks.get(name) === task && tasks.delete(name));
	return name;
}

async function update(db: Database, sandbox: Sandbox, name: string, map: string): Promise<void> {
	const upTo = db.seq;
	let since = db.get<{ seq: number }>('SELECT seq FROM views WHERE view = ?', [name])?.seq ?? 0;
	while (since < upTo) {
		const rows = db.changedAfter(since, upTo, SLICE);
		const emitted = await mapRows(db, sandbox, name, map, rows);
		since = rows.length < SLICE ? upTo : (rows.at(-1)?.seq ?? upTo);
		db.commit(() => {
			rows.forEach((row, n) => {
				db.run('DELETE FROM emitted WHERE view = ? AND id = ?', [name, row.id]);
				(emitted[n] ?? []).forEach(([key, value], at) => {
					db.run('INSERT INTO emitted VALUES (?, ?, ?, ?, ?, ?)', [
						...[name, row.id, at, sortText(key), JSON.stringify(key), JSON.stringify(value)]
					]);
				});
			});
			db.run('INSERT OR REPLACE INTO views VALUES (?, ?)', [name, since]);
		});
		await breathe();
	}
}

type Pair = readonly [Json, Json];

async function mapRows(db: Database, sandbox: Sandbox, name: string, map: string, rows: readonly DocRow[]) {
	const mapped: Pair[][] = rows.map(() => []);
	const living = rows
		.map((row, place) => ({ row, place }))
		.filter(({ row }) => !row.deleted && !isDesignId(row.id));
	const calls = living.map(({ row }) => JSON.stringify(readDocument(db, row) ?? {}));
	const functions = { key: `${db.uuid}:map:${name}`, mode: 'map', sources: [map] } as const;
	const outcomes = calls.length ? await sandbox.run(functions, 'null', calls) : [];
	outcomes.forEach((outcome, n) => {
		if (outcome[0] === 'limit') throw new CouchError(400, 'map_function_limit', outcome[1]);
		const place = living[n]?.place;
		if (place !== undefined && outcome[0] === 'ok') mapped[place] = (outcome[1] as Pair[][])[0] ?? [];
	});
	return mapped;
}

/** Takes a purged document out of every index. Inside `commit` only. */
export function dropEmitted(db: Database, id: string): void {
	db.run('DELETE FROM emitted WHERE id = ?', [id]);
}
