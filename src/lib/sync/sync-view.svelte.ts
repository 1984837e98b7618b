import type { Scope } from '../org/scopes';
import type { Store, Stored } from '../store/contract';
import { Live } from '../store/live.svelte';
import { whenIdle } from '../when-idle';
import {
	LEFT_SCOPES_KEY,
	putAsideKey,
	SCOPES_KEY,
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

/** Milliseconds by which a clock may be wrong before anybody is told. */
const CLOCK_TOLERANCE = 10 * 60_000;

/** Milliseconds that something may wait before another way is offered. */
const PATIENCE = 2 * 86_400_000;

/** What screens say of sync. Every word and number comes from stored rows (N3), never from an event. */
export class SyncView {
	readonly #waiting: Live<number>;
	readonly #oldestWaiting: Live<Stored | undefined>;
	readonly #state: Live<SyncState | undefined>;
	readonly #scopes: Live<[Scope, ScopeState | undefined][]>;
	readonly #left: Live<Scope[]>;
	readonly #putAside: Live<Returned[]>;

	/** @param scopes of the last sign-in; what the server has said since is in the settings, and holds */
	constructor(store: Store, scopes: readonly Scope[]) {
		const held = async (s: Store) => (await s.readSetting<Scope[]>(SCOPES_KEY)) ?? scopes;
		const left = async (s: Store) => (await s.readSetting<Scope[]>(LEFT_SCOPES_KEY)) ?? [];
		// The screen that they are told on is drawn first.
		const later = <T>(read: (s: Store) => Promise<T>) => new Live(store, read, whenIdle);
		this.#waiting = later((s) => s.count({ unsent: true }));
		this.#oldestWaiting = later(async (s) => (await s.find({ unsent: true, limit: 1 }))[0]);
		this.#state = later((s) => s.readSetting<SyncState>(SYNC_STATE_KEY));
		this.#scopes = later(async (s) =>
			Promise.all(
				(await held(s)).map(async (scope): Promise<[Scope, ScopeState | undefined]> => [
					scope,
					await s.readSetting<ScopeState>(scopeStateKey(scope))
				])
			)
		);
		this.#left = later(left);
		this.#putAside = later(async (s) => {
			const all = new Set([...(await held(s)), ...(await left(s))]);
			return (await Promise.all([...all].map((scope) => returnedIn(s, scope)))).flat();
		});
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

	/**
	 * Documents and bytes of the first load over all scopes; `undefined` once everything lies on the device. A scope
	 * that nobody may read is not waited for.
	 */
	readonly firstLoad = $derived.by(() => {
		if (!this.#scopes.value) return undefined;
		const parts = this.scopes
			.filter(([, state]) => state?.trouble !== 'forbidden')
			.map(([, state]) => state?.firstLoad);
		if (parts.every((part) => part?.complete)) return undefined;
		const sum = (key: 'loaded' | 'total' | 'bytes' | 'totalBytes') =>
			parts.reduce((n, part) => n + (part?.[key] ?? 0), 0);
		return { loaded: sum('loaded'), total: sum('total'), bytes: sum('bytes'), totalBytes: sum('totalBytes') };
	});

	/** Whether everything lies on the device; false until that has been read. Before, nothing may be called empty. */
	get complete(): boolean {
		return this.#scopes.value !== undefined && !this.firstLoad;
	}

	/** Scopes that are shut to this user, or were taken away while something in them was unsent. */
	readonly forbidden: readonly Scope[] = $derived.by(() => {
		const shut = this.scopes.filter(([, state]) => state?.trouble === 'forbidden').map(([scope]) => scope);
		return [...new Set([...shut, ...(this.#left.value ?? [])])];
	});

	/** Minutes by which this device's clock is wrong, when that is more than ten: times on records are then wrong, too. */
	readonly clockMinutes = $derived.by(() => {
		const offset = this.state?.clockOffset ?? 0;
		return Math.abs(offset) > CLOCK_TOLERANCE ? Math.round(offset / 60_000) : undefined;
	});

	/** Whether something has waited so long that another way should be offered. */
	waitsLong(now: Date): boolean {
		return this.waitingSince !== undefined && now.getTime() - Date.parse(this.waitingSince) > PATIENCE;
	}

	/** Whether sync needs a person: `SyncTroubles` says for what. */
	troubled(now: Date): boolean {
		return (
			this.state?.trouble === 'signedOut' ||
			this.forbidden.length > 0 ||
			this.clockMinutes !== undefined ||
			this.waitsLong(now)
		);
	}
}
