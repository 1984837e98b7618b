import type { Database } from './database';
import type { Databases } from './databases';
import type { JsonObject } from './json';

/** `GET /db` */
export function databaseInfo(db: Database, databases: Databases): JsonObject {
	const { living, deleted } = db.counts();
	const size = databases.fileSize(db.name);
	return {
		instance_start_time: db.meta('created') ?? '0',
		db_name: db.name,
		purge_seq: `${db.meta('purgeSeq') ?? 0}-${db.uuid}`,
		update_seq: db.seqText(),
		sizes: { file: size, external: size, active: size },
		props: {},
		doc_del_count: deleted,
		doc_count: living,
		disk_format_version: 8,
		compact_running: false,
		cluster: { q: 1, n: 1, w: 1, r: 1 }
	};
}
