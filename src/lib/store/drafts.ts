import { liveQuery } from 'dexie';
import type { Subscription } from './contract';
import { databaseName, releaseDatabase, useDatabase, type DeviceDatabase } from './database';
import { storageFailure, type StorageFailure } from './failure';
import type { DraftRow } from './rows';
import { type Sealer } from './sealing';
import { STRICT } from './writers';

/** What a list shows of a draft. Nothing of it is sealed, so nothing of it names a person. */
export type DraftHead = Omit<DraftRow, 'body'>;

/** How bodies are sealed (N8). Without one they lie plain: for trying out and for tests only. */
export type DraftSealer = Pick<Sealer, 'seal' | 'open'>;

const place = (id: string) => `draft:${id}`;

/** Forms that somebody has begun: this device's alone, never replicated, ended only by saving or by discarding. */
export class DraftBox {
	readonly #db: DeviceDatabase;
	readonly #sealer: DraftSealer | undefined;

	constructor(
		readonly user: string,
		sealer?: DraftSealer
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
			const sealed = this.#sealer ? await this.#sealer.seal(body, place(head.id)) : body;
			return await this.#put({ ...head, body: sealed });
		} catch (error) {
			return storageFailure(error);
		}
	}

	async #put(row: DraftRow): Promise<undefined> {
		const { drafts } = this.#db;
		await this.#db.transaction('rw', [drafts, this.#db.table(STRICT)], () => drafts.put(row));
	}

	/** @throws {SealBrokenError} when it was sealed with another key; it is then left where it lies */
	async read(id: string): Promise<{ head: DraftHead; body: unknown } | undefined> {
		const row = await this.#db.drafts.get(id);
		if (!row) return undefined;
		const { body, ...head } = row;
		const sealed = body instanceof Uint8Array && this.#sealer;
		return { head, body: sealed ? await sealed.open(body as Uint8Array<ArrayBuffer>, place(id)) : body };
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
