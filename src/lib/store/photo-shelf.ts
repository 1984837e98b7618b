import { liveQuery } from 'dexie';
import type { Scope } from '../org/scopes';
import type { Subscription } from './contract';
import { databaseName, releaseDatabase, useDatabase, type DeviceDatabase } from './database';
import type { PhotoRow } from './rows';
import type { Sealer } from './sealing';
import { hasRoomForPhoto } from './space';
import { STRICT } from './writers';

/** One photo on this device. `Facts` is what belongs to it beside its bytes: JSON that names nobody. */
export interface ShelvedPhoto<Facts> {
	readonly scope: Scope;
	readonly id: string;
	readonly state: string;
	readonly facts: Facts;
	readonly bytes: Blob;
}
export interface PhotoKey {
	readonly scope: Scope;
	readonly id: string;
}

interface Data<Facts> {
	readonly facts: Facts;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly sealed: boolean;
}
const KIND = 'image/jpeg';

/** Photos of one user: on their way to the server, or kept to be looked at. Sealed with the user's key when there is one (N8). */
export class PhotoShelf<Facts> {
	readonly #db: DeviceDatabase;

	constructor(
		user: string,
		private readonly sealer?: Sealer
	) {
		this.#db = useDatabase(databaseName(user));
	}

	/**
	 * Resolves when the photo lies on the disk: a person took it (N1).
	 * @throws {DOMException} when there is no space; nothing was written then
	 */
	async put({ scope, id, state, facts, bytes }: ShelvedPhoto<Facts>): Promise<void> {
		if (!(await hasRoomForPhoto(bytes.size)))
			throw new DOMException('What room is left is kept for records', 'QuotaExceededError');
		const plain = new Uint8Array(await bytes.arrayBuffer());
		// Sealed before the transaction, which must not wait for anything but the database.
		const data: Data<Facts> = this.sealer
			? { facts, bytes: await this.sealer.sealBytes(plain, placeOf(scope, id)), sealed: true }
			: { facts, bytes: plain, sealed: false };
		await this.#write(async () => void (await this.#db.photos.put({ scope, id, state, data })));
	}

	/** @throws {SealBrokenError} when it was sealed with another key */
	async read(scope: Scope, id: string): Promise<ShelvedPhoto<Facts> | undefined> {
		const row = await this.#db.photos.get([scope, id]);
		if (!row) return undefined;
		const { facts, bytes, sealed } = row.data as Data<Facts>;
		const plain = sealed && this.sealer ? await this.sealer.openBytes(bytes, placeOf(scope, id)) : bytes;
		return { scope, id, state: row.state, facts, bytes: new Blob([plain], { type: KIND }) };
	}

	/** What belongs to a photo, without opening its bytes. */
	async facts(scope: Scope, id: string): Promise<{ state: string; facts: Facts } | undefined> {
		const row = await this.#db.photos.get([scope, id]);
		return row && { state: row.state, facts: (row.data as Data<Facts>).facts };
	}

	/** Photos in this state, without reading them. */
	async keys(state: string): Promise<PhotoKey[]> {
		const keys = await this.#db.photos.where('state').equals(state).primaryKeys();
		return keys.map(([scope, id]) => ({ scope, id })).sort((a, b) => (a.id < b.id ? -1 : 1));
	}

	/** Changes a photo as it lies there now. `undefined` from `next` takes it away. */
	async change(
		scope: Scope,
		id: string,
		next: (now: { state: string; facts: Facts }) => { state: string; facts: Facts } | undefined
	): Promise<void> {
		await this.#write(async () => {
			const row = await this.#db.photos.get([scope, id]);
			if (!row) return;
			const data = row.data as Data<Facts>;
			const after = next({ state: row.state, facts: data.facts });
			if (!after) return void (await this.#db.photos.delete([scope, id]));
			const changed: PhotoRow = { ...row, state: after.state, data: { ...data, facts: after.facts } };
			await this.#db.photos.put(changed);
		});
	}

	/** Photos in this state, now and after each change by whatever tab or worker. */
	watch(
		state: string,
		next: (keys: readonly PhotoKey[]) => void,
		failed: (error: unknown) => void
	): Subscription {
		const subscription = liveQuery(() => this.keys(state)).subscribe({ next, error: failed });
		return { stop: () => subscription.unsubscribe() };
	}

	/** Gives the database back. Deletes nothing. */
	close(): void {
		releaseDatabase(this.#db);
	}

	async #write(work: () => Promise<void>): Promise<void> {
		await this.#db.transaction('rw', [this.#db.photos, this.#db.table(STRICT)], work);
	}
}

const placeOf = (scope: Scope, id: string) => `${scope}/${id}`;
