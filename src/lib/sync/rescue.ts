import { openScope } from '../store/pouch';
import { fromBase64, toBase64 } from '../base64';
import type { Scope } from '../org/scopes';
import type { PhotoFacts } from '../photos/kept-photo';
import { openLedger } from '../store/ledger';
import { PhotoShelf } from '../store/photo-shelf';
import { sealerOf } from '../store/sealing';
import type { Store } from '../store/contract';
import type { SentDocument } from './remote';

/*
 * What a rescue file carries: everything of a device that no server has acknowledged, with its revisions, so that it is
 * the same record wherever it goes up, and goes up once however often the file is read. Loaded only when somebody makes
 * or reads one: it brings the replication's code with it.
 */

export interface RescuedPhoto {
	readonly scope: Scope;
	readonly id: string;
	readonly facts: PhotoFacts;
	/** Base64. */
	readonly bytes: string;
}
export interface Rescued {
	readonly records: Readonly<Record<Scope, readonly SentDocument[]>>;
	readonly photos: readonly RescuedPhoto[];
}

/** The device whose work is carried: its user, store and data key. */
export interface Device {
	readonly user: string;
	readonly store: Store;
	readonly key?: CryptoKey | undefined;
}

/** Photos that no server has: of saved records, refused, or of records that are not saved yet. */
const UNSENT = ['waiting', 'refused', 'loose'] as const;

/** Everything unsent of this device. Nothing here changes by it. */
export async function collectUnsent({ user, store, key }: Device): Promise<Rescued> {
	const unsent = await store.find({ unsent: true });
	const records: Record<Scope, SentDocument[]> = {};
	const ledger = openLedger(user);
	for (const scope of new Set(unsent.map((stored) => stored.scope))) {
		const local = openScope(user, scope);
		const { results } = await local.bulkGet({ docs: await ledger.unsent(scope), revs: true });
		const found = results.flatMap(({ docs }) => docs.flatMap((each) => ('ok' in each ? [each.ok] : [])));
		records[scope] = found as unknown as SentDocument[];
		await local.close();
	}
	ledger.close();
	return { records, photos: await collectPhotos(user, key) };
}

async function collectPhotos(user: string, key: CryptoKey | undefined): Promise<RescuedPhoto[]> {
	const shelf = new PhotoShelf<PhotoFacts>(user, key && sealerOf(key));
	const photos: RescuedPhoto[] = [];
	for (const state of UNSENT)
		for (const { scope, id } of await shelf.keys(state)) {
			const photo = await shelf.read(scope, id);
			if (!photo) continue;
			const bytes = toBase64(new Uint8Array(await photo.bytes.arrayBuffer()));
			photos.push({ scope, id, facts: photo.facts, bytes });
		}
	shelf.close();
	return photos;
}

/**
 * Takes over what another device could not send: it lies here as unsent and goes up with the next round. What is here
 * already stays as it is; what the server has already is found out then, and nothing comes twice.
 */
export async function takeOver({ user, key }: Device, { records, photos }: Rescued): Promise<void> {
	const ledger = openLedger(user);
	for (const [scope, docs] of Object.entries(records)) {
		const local = openScope(user, scope);
		await local.bulkDocs([...docs], { new_edits: false });
		await ledger.withdraw(scope, docs.map(({ _id, _rev }) => ({ id: _id, rev: _rev }))); // prettier-ignore
		await local.close();
	}
	ledger.close();
	const shelf = new PhotoShelf<PhotoFacts>(user, key && sealerOf(key));
	for (const { scope, id, facts, bytes } of photos) {
		if (await shelf.facts(scope, id)) continue;
		const state = facts.photo.owner === undefined ? 'loose' : 'waiting';
		await shelf.put({
			scope,
			id,
			state,
			facts,
			bytes: new Blob([fromBase64(bytes)], { type: 'image/jpeg' })
		});
	}
	shelf.close();
}
