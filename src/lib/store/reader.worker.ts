/// <reference lib="webworker" />
import { reading, useDatabase, type DeviceDatabase } from './database';
import { findRows, openRecords } from './find';
import type { BrokenRecord, Query } from './contract';
import type { ReadingAnswer, ReadingJob } from './reader';
import type { RecordRow } from './rows';
import { sealerOf } from './sealing';

let broken: readonly BrokenRecord[] = [];
let db: DeviceDatabase | undefined;
let early: Promise<EarlyRows> | undefined;

self.onmessage = async ({ data: { id, database, ...job } }: MessageEvent<ReadingJob>) => {
	try {
		if (!db) {
			db = useDatabase(database);
			db.broken.watch((met) => (broken = met));
		}
		if ('early' in job) {
			early = readEarly(db, job.early);
			return void (await early);
		}
		db.sealing ??= sealerOf(job.key);
		const { query } = job;
		const { scopes, rows } = (await takeEarly(db, query)) ?? (await readNow(db, query));
		const json = JSON.stringify(await openRecords(db, rows, query));
		self.postMessage({ id, json, scopes, broken } satisfies ReadingAnswer);
	} catch (error) {
		self.postMessage({ id, failed: String(error) } satisfies ReadingAnswer);
	}
};

interface FoundRows {
	readonly scopes: readonly string[];
	readonly rows: readonly RecordRow[];
}

async function readNow(db: DeviceDatabase, query: Query): Promise<FoundRows> {
	const scopes = query.scopes ?? (await db.scopes.toCollection().primaryKeys());
	return { scopes, rows: await findRows(db, { ...query, scopes }) };
}

/** Rows that were read while the PIN was typed, still sealed, and how the database stood before that. */
interface EarlyRows {
	readonly standing: string;
	readonly found: Map<string, FoundRows>;
	/** Whether it stands as it did; asked once. */
	current?: Promise<boolean>;
}

async function readEarly(db: DeviceDatabase, queries: readonly Query[]): Promise<EarlyRows> {
	const standing = await standingOf(db);
	const found = queries.map(async (query) => [JSON.stringify(query), await readNow(db, query)] as const);
	return { standing, found: new Map(await Promise.all(found)) };
}

/** Each list once, and only when nothing has been written since it was read. */
async function takeEarly(db: DeviceDatabase, query: Query): Promise<FoundRows | undefined> {
	const read = await early?.catch(() => undefined);
	const asked = JSON.stringify(query);
	const found = read?.found.get(asked);
	if (!read || !found) return undefined;
	read.found.delete(asked);
	read.current ??= standingOf(db).then((standing) => standing === read.standing);
	return (await read.current) ? found : undefined;
}

/** Changes with each record that is written, deleted or acknowledged, in whatever tab. */
const standingOf = (db: DeviceDatabase): Promise<string> =>
	reading(db, ['records', 'scopes'], async () => {
		const [scopes, unsent] = await Promise.all([
			db.scopes.toArray(),
			db.records.orderBy('[scope+unsent]').count()
		]);
		return JSON.stringify([scopes, unsent]);
	});
