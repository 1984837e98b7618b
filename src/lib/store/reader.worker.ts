/// <reference lib="webworker" />
import { useDatabase, type DeviceDatabase } from './database';
import { allScopes, findRecords } from './find';
import type { ReadingAnswer, ReadingJob } from './reader';
import { sealerOf } from './sealing';
import type { BrokenRecord } from './contract';

let broken: readonly BrokenRecord[] = [];
let db: DeviceDatabase | undefined;

self.onmessage = async ({ data: { id, database, key, query } }: MessageEvent<ReadingJob>) => {
	try {
		if (!db) {
			db = useDatabase(database);
			db.broken.watch((met) => (broken = met));
		}
		if (key) db.sealing ??= sealerOf(key);
		if (!query) return void (await db.open());
		const scopes = query.scopes ?? (await allScopes(db));
		const json = JSON.stringify(await findRecords(db, { ...query, scopes }));
		self.postMessage({ id, json, scopes, broken } satisfies ReadingAnswer);
	} catch (error) {
		self.postMessage({ id, failed: String(error) } satisfies ReadingAnswer);
	}
};
