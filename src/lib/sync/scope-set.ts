import { communityOf, managerRole, scopeKind, scopesOf, type Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import type { Ledger } from '../store/ledger';
import { LEFT_SCOPES_KEY, OPENED_SCOPES_KEY, SCOPES_KEY, type Opened } from './contract';
import { KeptCopies } from './kept-copies';
import { ScopeSync } from './scope-sync';
import type { Wire } from './wire';

interface Settings {
	readonly user: string;
	readonly scopes: readonly Scope[];
	readonly store: Store;
	readonly ledger: Ledger;
}

/** Milliseconds for which a grid that a manager opened stays on the device after somebody last looked at it. */
const KEPT = 7 * 86_400_000;

/**
 * The scopes that are kept in step: those that the server says are this user's (N7). One that is added is loaded, one
 * that is taken away leaves the device but for what is unsent (R-P3, N2); nobody has to sign in again for it.
 */
export class ScopeSet {
	#syncs: ReadonlyMap<Scope, ScopeSync> = new Map();
	readonly #copies: KeptCopies;

	constructor(
		private readonly settings: Settings,
		private readonly wire: Wire
	) {
		this.#syncs = this.#syncsOf(settings.scopes);
		this.#copies = new KeptCopies(settings.user, settings.store, wire);
	}

	/** In the order in which they are loaded. */
	get inStep(): readonly ScopeSync[] {
		return [...this.#syncs.values()];
	}

	get names(): readonly Scope[] {
		return [...this.#syncs.keys()];
	}

	/** Takes over what `_session` says. Cut anywhere, the next round does it again. */
	async follow(roles: readonly string[]): Promise<void> {
		const { store } = this.settings;
		const wanted = await this.#wanted(roles);
		const held = (await store.readSetting<Scope[]>(SCOPES_KEY)) ?? [];
		const left = (await store.readSetting<Scope[]>(LEFT_SCOPES_KEY)) ?? [];
		const leaving = [...new Set([...this.#syncs.keys(), ...held])].filter((scope) => !wanted.includes(scope));
		for (const scope of leaving) await this.#leave(scope);
		const waiting = await this.#stillUnsent(
			[...new Set([...left, ...leaving])].filter((s) => !wanted.includes(s))
		);
		if (waiting.join() !== left.join()) await store.writeSetting(LEFT_SCOPES_KEY, waiting);
		await this.#copies.tend(wanted);
		if (wanted.join() === [...this.#syncs.keys()].join() && wanted.join() === held.join()) return;
		this.#syncs = this.#syncsOf(wanted);
		await store.writeSetting(SCOPES_KEY, wanted);
	}

	async close(): Promise<void> {
		for (const sync of this.inStep) await sync.close().catch(() => undefined);
	}

	async #wanted(roles: readonly string[]): Promise<Scope[]> {
		const own = scopesOf(roles);
		const opened = (await this.settings.store.readSetting<Opened>(OPENED_SCOPES_KEY)) ?? {};
		const looked = Object.keys(opened).filter((scope) => {
			if (scopeKind(scope) !== 'people' || own.includes(scope)) return false;
			return (
				roles.includes(managerRole(communityOf(scope))) && Date.now() - Date.parse(opened[scope] ?? '') < KEPT
			);
		});
		return [...own, ...looked.sort()];
	}

	async #leave(scope: Scope): Promise<void> {
		const sync = this.#syncs.get(scope) ?? this.#open(scope);
		await sync.leave();
		// Before anything else that may fail: what is closed is of no use any more, should the scope come back.
		this.#syncs = new Map([...this.#syncs].filter(([each]) => each !== scope));
		await sync.close().catch(() => undefined);
	}

	async #stillUnsent(scopes: readonly Scope[]): Promise<Scope[]> {
		const counts = await Promise.all(
			scopes.map((scope) => this.settings.store.count({ unsent: true, scopes: [scope] }))
		);
		return scopes.filter((_, i) => counts[i]);
	}

	#syncsOf(scopes: readonly Scope[]): ReadonlyMap<Scope, ScopeSync> {
		return new Map(scopes.map((scope) => [scope, this.#syncs.get(scope) ?? this.#open(scope)]));
	}

	#open(scope: Scope): ScopeSync {
		const { user, store, ledger } = this.settings;
		return new ScopeSync(user, scope, store, ledger, this.wire);
	}
}
