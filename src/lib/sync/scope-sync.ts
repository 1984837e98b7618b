import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import type { Ledger } from '../store/ledger';
import { openScope } from '../store/pouch';
import { lookingForAcknowledged } from './acknowledged';
import { scopeStateKey, type ScopeState } from './contract';
import { fetchLostAgain } from './fetch-again';
import { firstLoad } from './first-load';
import { firstLoadProgress } from './first-load-position';
import { giveBack } from './give-back';
import { keepHistory, passOverHistory } from './history';
import { leaveScope } from './leave-scope';
import { PutAsideList } from './put-aside';
import { mergeLeaves } from './merge-leaves';
import { isBehind, meet, noteBehind } from './met';
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
	/** Whether this worker has asked which database this is. */
	#met = false;
	/** Whether this worker has looked if everything is still here that was stored. */
	#whole = false;

	constructor(
		user: string,
		private readonly scope: Scope,
		private readonly store: Store,
		ledger: Ledger,
		private readonly wire: Wire
	) {
		this.#source = {
			user,
			scope,
			store,
			now: () => Date.now() + (wire.clockOffset ?? 0),
			wire,
			ledger,
			local: openScope(user, scope),
			remote: openRemote(scope, wire),
			putAside: new PutAsideList(store, scope)
		};
		keepLedger(this.#source);
		passOverHistory(this.#source);
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
			if (trouble === 'forbidden') await this.#leaveWhenShut();
			await this.#tell({ trouble }).catch(() => undefined);
			return trouble;
		}
	}

	/** Takes the scope off this device: it is no longer this user's. What is unsent stays, put aside (N2). */
	leave(): Promise<void> {
		return leaveScope(this.#source);
	}

	/** One request may be refused for its own reasons; a database that does not even say its name is shut. */
	async #leaveWhenShut(): Promise<void> {
		const again = await this.wire.json(`/${this.scope}`).catch(troubleOf);
		if (again === 'forbidden') await this.leave().catch(() => undefined);
	}

	async close(): Promise<void> {
		await this.#source.local.close();
	}

	async #round(kind: RoundKind, waits: boolean): Promise<void> {
		if (!this.#whole) await fetchLostAgain(this.#source);
		this.#whole = true;
		const { complete } = await firstLoadProgress(this.store, this.scope);
		if (waits && !complete) await noteBehind(this.store, this.scope);
		if (waits) await push(this.#source, complete, kind === 'retry');
		if (kind === 'send') return;
		if (!complete) await firstLoad(this.#source, () => this.#tell({}));
		if (!this.#met) await meet(this.#source);
		this.#met = true;
		const merged = complete ? await this.#catchUp() : 0;
		const behind = await isBehind(this.store, this.scope);
		if (behind) await giveBack(this.#source);
		if (behind || merged > 0) await push(this.#source, true, false);
	}

	/** @returns how many records were merged */
	async #catchUp(): Promise<number> {
		await this.#pull();
		await keepHistory(this.#source);
		return mergeLeaves(this.#source);
	}

	/** Reads the server's checkpoint anew each time: that is how a restored server shows. */
	async #pull(): Promise<void> {
		const { local, remote } = this.#source;
		remote.forgetCheckpoints();
		remote.onCheckpoint = (id, checkpoint) => this.#compare(id, checkpoint);
		try {
			await lookingForAcknowledged(this.#source, () =>
				local.replicate.from(remote.db, { batch_size: this.#batch })
			);
		} finally {
			remote.onCheckpoint = undefined;
		}
	}

	async #compare(id: string, onServer: Checkpoint | undefined): Promise<void> {
		const here = await this.#source.local.get<Checkpoint>(id).catch(() => undefined);
		if (here && here.session_id !== onServer?.session_id) await noteBehind(this.store, this.scope);
	}

	async #tell({ trouble }: Pick<ScopeState, 'trouble'>): Promise<void> {
		const firstLoad = await firstLoadProgress(this.store, this.scope);
		const state: ScopeState = { firstLoad, lastContact: this.wire.lastContact, trouble };
		await this.store.writeSetting(scopeStateKey(this.scope), state);
	}
}
