import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import type { Ledger } from '../store/ledger';
import { openScope } from '../store/pouch';
import { scopeStateKey, type ScopeState } from './contract';
import { firstLoad, firstLoadProgress } from './first-load';
import { PutAsideList } from './put-aside';
import { mergeLeaves } from './merge-leaves';
import { keepLedger, push, waiting, type PushSource } from './push';
import { openRemote, type Checkpoint } from './remote';
import { troubleOf, type Trouble } from './trouble';
import type { Wire } from './wire';

/** `send`: after a save, only what waits. `all`: send, then read. `retry`: the same, with what was put aside. */
export type RoundKind = 'send' | 'all' | 'retry';

const LARGEST_BATCH = 1000;
const SMALLEST_BATCH = 25;

/** Keeps one scope in step with its database on the server. Rounds never throw; they say what stopped them. */
export class ScopeSync {
	readonly #source: PushSource;
	#batch = LARGEST_BATCH;
	/** The server has forgotten what it acknowledged: it was restored or made anew. */
	#serverWentBack = false;

	constructor(
		user: string,
		private readonly scope: Scope,
		private readonly store: Store,
		ledger: Ledger,
		private readonly wire: Wire
	) {
		this.#source = {
			scope,
			store,
			wire,
			ledger,
			local: openScope(user, scope),
			remote: openRemote(scope, wire),
			putAside: new PutAsideList(store, scope)
		};
		keepLedger(this.#source);
	}

	/** @returns what stopped the round, undefined when it ran through */
	async round(kind: RoundKind): Promise<Trouble | undefined> {
		try {
			const waits = (await waiting(this.#source, kind === 'retry')).length > 0;
			if (kind === 'send' && !waits) return undefined;
			await this.#round(kind, waits);
			this.#batch = Math.min(LARGEST_BATCH, this.#batch * 2);
			await this.#tell({ trouble: undefined });
			return undefined;
		} catch (error) {
			const trouble = troubleOf(error);
			if (trouble === 'offline' || trouble === 'server')
				this.#batch = Math.max(SMALLEST_BATCH, this.#batch >> 1);
			if (trouble === 'server' || trouble === 'storage') console.warn('sync:', this.scope, error);
			await this.#tell({ trouble }).catch(() => undefined);
			return trouble;
		}
	}

	async close(): Promise<void> {
		await this.#source.local.close();
	}

	async #round(kind: RoundKind, waits: boolean): Promise<void> {
		const { complete } = await firstLoadProgress(this.store, this.scope);
		if (waits) await push(this.#source, complete, kind === 'retry');
		if (kind === 'send') return;
		if (!complete) {
			await firstLoad(this.#source, () => this.#tell({}));
			return;
		}
		await this.#pull();
		const merged = await mergeLeaves(this.#source);
		if (!this.#serverWentBack && merged === 0) return;
		await push(this.#source, true, false);
		this.#serverWentBack = false;
	}

	/** Reads the server's checkpoint anew each time: that is how a restored server shows. */
	async #pull(): Promise<void> {
		const { local, remote } = this.#source;
		remote.forgetCheckpoints();
		remote.onCheckpoint = (id, checkpoint) => this.#compare(id, checkpoint);
		try {
			await local.replicate.from(remote.db, { batch_size: this.#batch });
		} finally {
			remote.onCheckpoint = undefined;
		}
	}

	async #compare(id: string, onServer: Checkpoint | undefined): Promise<void> {
		const here = await this.#source.local.get<Checkpoint>(id).catch(() => undefined);
		if (here && here.session_id !== onServer?.session_id) this.#serverWentBack = true;
	}

	async #tell({ trouble }: Pick<ScopeState, 'trouble'>): Promise<void> {
		const firstLoad = await firstLoadProgress(this.store, this.scope);
		const state: ScopeState = { firstLoad, lastContact: this.wire.lastContact, trouble };
		await this.store.writeSetting(scopeStateKey(this.scope), state);
	}
}
