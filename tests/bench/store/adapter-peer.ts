import { databaseName } from '../../../src/lib/store/database';
import { openStore } from '../../../src/lib/store/open';
import { openScope } from '../../../src/lib/store/pouch';
import { newDataKey, sealerOf, type Sealer } from '../../../src/lib/store/sealing';
import { SCOPE, freshName, type Peer } from './peer';

/** Ours with bodies as they lie at the peers: plain. */
export const openAdapter = (): Promise<Peer> => openPeer('plain');

/** Ours as the app opens it. */
export const openSealed = async (): Promise<Peer> => openPeer(sealerOf(await newDataKey()));

/** Ours, by the ways that the program itself takes: replication writes a scope, screens read and save by the store. */
async function openPeer(sealing: Sealer | 'plain'): Promise<Peer> {
	const user = freshName('adapter');
	const store = await openStore(user, sealing);
	const scope = openScope(user, SCOPE);
	await scope.info();
	return {
		load: (page) => scope.bulkDocs([...page], { new_edits: false }),
		list: (subject) => store.find({ type: 'visit', scopes: [SCOPE], subject, newestFirst: true }),
		async save(document) {
			const result = await store.save(SCOPE, document);
			if (!result.ok) throw new Error(JSON.stringify(result));
		},
		async destroy() {
			store.close();
			await scope.close();
			await new Promise((resolve) => {
				indexedDB.deleteDatabase(databaseName(user)).onsuccess = resolve;
			});
		}
	};
}
