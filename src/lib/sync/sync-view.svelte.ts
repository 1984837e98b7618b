import type { Scope } from '../org/scopes';
import type { Store, Stored } from '../store/contract';
import { Live } from '../store/live.svelte';
import {
	putAsideKey,
	scopeStateKey,
	SYNC_STATE_KEY,
	type PutAside,
	type PutAsideEntry,
	type ScopeState,
	type SyncState
} from './contract';

/** A record that the server refused, with its reason. */
export interface Returned extends PutAsideEntry {
	readonly stored: Stored;
}

async function returnedIn(store: Store, scope: Scope): Promise<Returned[]> {
	const entries = Object.entries((await store.readSetting<PutAside>(putAsideKey(scope))) ?? {});
	const found = await Promise.all(
		entries.map(async ([id, entry]) => {
			const stored = await store.read(scope, id);
			return stored?.receipt === 'local' && stored.record._rev === entry.rev
				? { ...entry, stored }
				: undefined;
		})
	);
	return found.filter((returned) => returned !== undefined);
}

/** What screens say of sync. Every word and number comes from stored rows (N3), never from an event. */
export class SyncView {
	readonly #waiting: Live<number>;
	readonly #oldestWaiting: Live<Stored | undefined>;
	readonly #state: Live<SyncState | undefined>;
	readonly #scopes: Live<[Scope, ScopeState | undefined][]>;
	readonly #putAside: Live<Returned[]>;

	constructor(store: Store, scopes: readonly Scope[]) {
		this.#waiting = new Live(store, (s) => s.count({ unsent: true }));
		this.#oldestWaiting = new Live(store, async (s) => (await s.find({ unsent: true, limit: 1 }))[0]);
		this.#state = new Live(store, (s) => s.readSetting<SyncState>(SYNC_STATE_KEY));
		this.#scopes = new Live(store, (s) =>
			Promise.all(
				scopes.map(async (scope): Promise<[Scope, ScopeState | undefined]> => [
					scope,
					await s.readSetting<ScopeState>(scopeStateKey(scope))
				])
			)
		);
		this.#putAside = new Live(store, async (s) =>
			(await Promise.all(scopes.map((scope) => returnedIn(s, scope)))).flat()
		);
	}

	/** Records that the server refused and that still lie only here: nothing of them is lost (N2). */
	get returned(): readonly Returned[] {
		return this.#putAside.value ?? [];
	}

	/** How many records the server has not acknowledged; `undefined` until the device has been read. */
	get waiting(): number | undefined {
		return this.#waiting.value;
	}

	/** When the oldest waiting record was captured, UTC ISO. */
	get waitingSince(): string | undefined {
		return this.#oldestWaiting.value?.record.createdAt;
	}

	get state(): SyncState | undefined {
		return this.#state.value;
	}

	get scopes(): readonly (readonly [Scope, ScopeState | undefined])[] {
		return this.#scopes.value ?? [];
	}

	/** Documents of the first load over all scopes; `undefined` once everything lies on the device. */
	readonly firstLoad = $derived.by(() => {
		if (!this.#scopes.value) return undefined;
		const parts = this.scopes.map(([, state]) => state?.firstLoad);
		if (parts.every((part) => part?.complete)) return undefined;
		const sum = (key: 'loaded' | 'total') => parts.reduce((n, part) => n + (part?.[key] ?? 0), 0);
		return { loaded: sum('loaded'), total: sum('total') };
	});

	/** A scope whose reading the server refuses: a duty was taken away, or the account is wrong. */
	readonly forbidden = $derived(
		this.scopes.filter(([, state]) => state?.trouble === 'forbidden').map(([scope]) => scope)
	);
}
