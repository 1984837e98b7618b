import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import type { RevisionRef } from '../store/ledger';
import { putAsideKey, SCOPE_GONE, type PutAside } from './contract';
import type { Refusal } from './remote';
import { nameOf } from './revisions';

/** A refused revision is tried again after this many milliseconds: a right may have come back, a rule been mended. */
const RETRY_AFTER = 60 * 60_000;

/** What the server refused, a scope: it waits aside and blocks nothing (N2). Read and written by the sync leader only. */
export class PutAsideList {
	constructor(
		private readonly store: Store,
		private readonly scope: Scope
	) {}

	async #read(): Promise<PutAside> {
		return (await this.store.readSetting<PutAside>(putAsideKey(this.scope))) ?? {};
	}

	/** @param now milliseconds since the epoch */
	async add(refusals: readonly Refusal[], now: number): Promise<void> {
		const at = new Date(now).toISOString();
		const added = refusals.map(({ id, rev, error, reason }) => [id, { rev, error, reason, at }] as const);
		await this.store.writeSetting(putAsideKey(this.scope), {
			...(await this.#read()),
			...Object.fromEntries(added)
		});
	}

	/** Adds those that are not there yet: a refusal tells more than a scope that has gone. */
	async addNew(refusals: readonly Refusal[], now: number): Promise<void> {
		const entries = await this.#read();
		await this.add(refusals.filter(({ id, rev }) => entries[id]?.rev !== rev), now); // prettier-ignore
	}

	/**
	 * Of these revisions the ones that may be sent now: not refused, or refused long ago. Whoever asks is a member of
	 * the scope, so what waited because it was not goes again at once.
	 * @param retry whether somebody wants the refused ones tried again at once
	 */
	async sendable(revisions: readonly RevisionRef[], retry: boolean, now: number): Promise<RevisionRef[]> {
		if (retry) return [...revisions];
		const entries = await this.#read();
		return revisions.filter(({ id, rev }) => {
			const entry = entries[id];
			if (entry?.rev !== rev || entry.error === SCOPE_GONE) return true;
			return Date.parse(entry.at) + RETRY_AFTER <= now;
		});
	}

	/** Forgets entries whose revision waits no longer: it was edited, or the server took it after all. */
	async keepOnly(waiting: readonly RevisionRef[]): Promise<void> {
		const entries = await this.#read();
		const still = new Set(waiting.map(nameOf));
		const kept = Object.entries(entries).filter(([id, { rev }]) => still.has(nameOf({ id, rev })));
		if (kept.length === Object.keys(entries).length) return;
		await this.store.writeSetting(putAsideKey(this.scope), Object.fromEntries(kept));
	}
}
