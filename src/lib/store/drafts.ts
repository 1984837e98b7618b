import { liveQuery } from 'dexie';
import type { Subscription } from './contract';
import { databaseName, releaseDatabase, useDatabase, type DeviceDatabase } from './database';
import { storageFailure, type StorageFailure } from './failure';
import type { DraftRow } from './rows';
import { STRICT } from './writers';

/** What a list shows of a draft. Nothing of it is sealed, so nothing of it names a person. */
export type DraftHead = Omit<DraftRow, 'body'>;

/** Makes a body unreadable for whoever finds the device, and readable again (N8). */
export interface BodySealer {
	seal(body: unknown): Promise<unknown>;
	open(body: unknown): Promise<unknown>;
}

/** Forms that somebody has begun: this device's alone, never replicated, ended only by saving or by discarding. */
export class DraftBox {
	readonly #db: DeviceDatabase;
	readonly #sealer: BodySealer;

	constructor(
		readonly user: string,
		sealer: BodySealer
	) {
		this.#db = useDatabase(databaseName(user));
		this.#sealer = sealer;
	}

	/**
	 * Resolves when the draft lies on the disk. Strict like a record: an empty battery takes no answers (N1).
	 * @returns what kept it from being stored; nothing of it was written then
	 */
	async keep(head: DraftHead, body: unknown): Promise<StorageFailure | undefined> {
		try {
			// Sealed before the transaction, which must not wait for anything but the database.
			return await this.#put({ ...head, body: await this.#sealer.seal(body) });
		} catch (error) {
			return storageFailure(error);
		}
	}

	async #put(row: DraftRow): Promise<undefined> {
		const { drafts } = this.#db;
		await this.#db.transaction('rw', [drafts, this.#db.table(STRICT)], () => drafts.put(row));
	}

	async read(id: string): Promise<{ head: DraftHead; body: unknown } | undefined> {
		const row = await this.#db.drafts.get(id);
		if (!row) return undefined;
		const { body, ...head } = row;
		return { head, body: await this.#sealer.open(body) };
	}

	/** Takes a draft away. What it returns puts it back as it was, sealed or not. */
	async discard(id: string): Promise<(() => Promise<void>) | undefined> {
		const row = await this.#db.drafts.get(id);
		if (!row) return undefined;
		await this.#db.drafts.delete(id);
		return () => this.#put(row);
	}

	/** All drafts, the last touched first, now and after each change by whatever tab. */
	watch(next: (heads: readonly DraftHead[]) => void, failed: (error: unknown) => void): Subscription {
		const query = liveQuery(() => this.#db.drafts.orderBy('updatedAt').reverse().toArray());
		const subscription = query.subscribe({
			next: (rows) => next(rows.map(({ body: _, ...head }) => head)),
			error: failed
		});
		return { stop: () => subscription.unsubscribe() };
	}

	/** Gives the database back. Deletes nothing. */
	close(): void {
		releaseDatabase(this.#db);
	}
}
