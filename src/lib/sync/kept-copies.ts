import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import { COPIES_KEY, COPY_STAYS, type KeptCopy } from './contract';
import { firstLoadProgress } from './first-load-position';
import type { Wire } from './wire';

/*
 * A scope that leaves the device takes along what was sent (R-P3). The server may lose that later, when it is restored
 * from an older backup, and then nobody might have it any more (N1). So it seals what this user had a hand in, for itself
 * alone: the device keeps what it cannot open (N7) and gives it back when the server has forgotten it (docs/adr/0017).
 */

/** As the server made it; only `scope` and `id` mean anything here. */
export interface SealedCopy {
	readonly id: string;
	readonly scope: Scope;
	readonly key: string;
	readonly text: string;
	/** Of a photo: its bytes, sealed here under a key that only the copy still knows, base64. */
	readonly picture?: string;
}

const copyKey = (id: string) => `sync:copy:${id}`;

/** Milliseconds between two questions whether the server still has what is in the copies. */
const ASKED_EVERY = 60 * 60_000;
/** Copies in one question. */
const ASKED = 500;

const readList = async (store: Store) => (await store.readSetting<readonly KeptCopy[]>(COPIES_KEY)) ?? [];

/** One change of the list at a time, whichever tab makes it. */
const changeList = (user: string, store: Store, to: (list: readonly KeptCopy[]) => readonly KeptCopy[]) =>
	navigator.locks.request(`linli:copies:${user}`, async () =>
		store.writeSetting(COPIES_KEY, to(await readList(store)))
	);

/**
 * To be called before what is in the copy leaves the device. Cut in between, it is made and kept a second time.
 * @param now by the server's clock, milliseconds
 */
export async function keepCopy(user: string, store: Store, copy: SealedCopy, now: number): Promise<void> {
	// First the copy, then the list: what is listed is there.
	await store.writeSetting(copyKey(copy.id), copy);
	const { id, scope } = copy;
	await changeList(user, store, (list) => [...list, { id, scope, at: new Date(now).toISOString() }]);
}

/** What this device keeps for the server, and when it asks for it. One for each sync leader. */
export class KeptCopies {
	/** When the server was last known to have everything, milliseconds; 0 for not yet. */
	#seen = 0;

	constructor(
		private readonly user: string,
		private readonly store: Store,
		private readonly wire: Wire
	) {}

	/**
	 * Gives back what the server has forgotten, and lets go of copies that are needed no longer: old ones, and those of a
	 * scope that is wholly here again. Asks once an hour, and each time while such a scope is being loaded. A failure is
	 * tried again in the next round.
	 * @param held scopes that are this user's now
	 */
	async tend(held: readonly Scope[]): Promise<void> {
		const list = await readList(this.store);
		if (list.length === 0) return;
		const isBack = list.some(({ scope }) => held.includes(scope));
		if (!isBack && this.#seen + ASKED_EVERY > Date.now()) return;
		// Looked at before the server is asked: what was loaded then was loaded from a server that had it all.
		const whole = await this.#wholeAmong(held);
		const wanted = await this.#ask(list);
		if (!wanted) return;
		const open = new Set<string>();
		for (const id of wanted) if (!(await this.#giveBack(id))) open.add(id);
		await this.#drop(({ id, scope, at }) => {
			if (open.has(id)) return false;
			return Date.parse(at) + COPY_STAYS < this.#now() || (whole.has(scope) && !wanted.includes(id));
		});
		this.#seen = open.size === 0 ? Date.now() : 0;
	}

	#now = () => Date.now() + (this.wire.clockOffset ?? 0);

	async #wholeAmong(held: readonly Scope[]): Promise<Set<Scope>> {
		const progress = await Promise.all(held.map((scope) => firstLoadProgress(this.store, scope)));
		return new Set(held.filter((_, i) => progress[i]?.complete));
	}

	/** @returns ids of the copies that the server needs; undefined when it cannot be asked */
	async #ask(list: readonly KeptCopy[]): Promise<readonly string[] | undefined> {
		const wanted: string[] = [];
		for (let from = 0; from < list.length; from += ASKED) {
			const copies = list.slice(from, from + ASKED).map(({ scope, id }) => ({ scope, id }));
			const answer = await this.#post<{ wanted: string[] }>('/../api/held/wanted', { copies });
			if ('status' in answer) return undefined;
			wanted.push(...answer.wanted);
		}
		return wanted;
	}

	/**
	 * @returns false when it is to be tried again in the next round. A server without the database, or without the key, will
	 * hardly get it within minutes: that can wait for the next hour.
	 */
	async #giveBack(id: string): Promise<boolean> {
		const copy = await this.store.readSetting<SealedCopy>(copyKey(id));
		if (!copy) return true;
		const answer = await this.#post<{ refused: string[] }>('/../api/held/back', copy);
		if ('status' in answer) return answer.status < 500 && answer.status !== 429;
		if (answer.refused.length > 0) console.warn('sync:', copy.scope, 'refused:', answer.refused);
		return answer.refused.length === 0;
	}

	/** @returns the answer's status when it is a refusal: it holds up nothing that waits to be sent. @throws when nobody answers */
	async #post<Answer extends object>(path: string, question: object): Promise<Answer | { status: number }> {
		try {
			const body = JSON.stringify(question);
			return (await this.wire.json(path, { method: 'POST', body })) as Answer;
		} catch (error) {
			const { status } = error as { status?: number };
			if (status === undefined || status === 401) throw error;
			console.warn('sync:', path, error);
			return { status };
		}
	}

	async #drop(isDone: (kept: KeptCopy) => boolean): Promise<void> {
		const done = (await readList(this.store)).filter(isDone);
		if (done.length === 0) return;
		await changeList(this.user, this.store, (list) => list.filter((kept) => !isDone(kept)));
		for (const { id } of done) await this.store.writeSetting(copyKey(id), undefined);
	}
}
