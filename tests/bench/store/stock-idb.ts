import PouchDB from 'pouchdb-core';
import idb from 'pouchdb-adapter-idb';
import find from 'pouchdb-find';
import { freshName, type Peer } from './peer';

/** What a program without this store would use: PouchDB's adapter over IndexedDB, and its own query index. */
PouchDB.plugin(idb);
PouchDB.plugin(find);

export async function openIdb(): Promise<Peer> {
	const pouch = new PouchDB(freshName('idb'), { adapter: 'idb', auto_compaction: true });
	await pouch.info();
	let indexed: Promise<unknown> | undefined;
	return {
		load: (page) => pouch.bulkDocs([...page], { new_edits: false }),
		async list(subject) {
			// Built by the first query, which nobody measures.
			await (indexed ??= pouch.createIndex({ index: { fields: ['type', 'subject', 'startedAt'] } }));
			const { docs } = await pouch.find({
				selector: { type: 'visit', subject, startedAt: { $gt: null } },
				sort: [{ type: 'desc' }, { subject: 'desc' }, { startedAt: 'desc' }],
				limit: 1000
			});
			return docs;
		},
		destroy: () => pouch.destroy()
	};
}
