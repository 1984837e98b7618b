import type { Scope } from '../org/scopes';
import type { Store } from '../store/contract';
import type { PhotoFacts } from '../photos/kept-photo';
import type { Ledger } from '../store/ledger';
import { PhotoShelf } from '../store/photo-shelf';
import { sealerOf } from '../store/sealing';
import { SYNC_STATE_KEY, type SyncState } from './contract';
import { untilNextRound } from './pace';
import { lookForSent, tidyPhotos } from './photo-keeping';
import { sendPhotos } from './photo-queue';
import type { RoundKind } from './scope-sync';
import { ScopeSet } from './scope-set';
import { checkSession } from './session-check';
import { unlessStuck } from './stuck';
import { troubleOf, type Trouble } from './trouble';
import { Wire } from './wire';

export interface EngineSettings {
	readonly user: string;
	/** In the order in which they are loaded: small ones first. What `_session` says later is what holds. */
	readonly scopes: readonly Scope[];
	/** Where the gateway stands: `https://linli.example/db`. */
	readonly base: string;
	readonly store: Store;
	readonly ledger: Ledger;
	/** The user's data key: photos lie sealed under it (N8). */
	readonly key?: CryptoKey | undefined;
	/** Milliseconds without any progress after which everything is opened anew. Default three minutes. */
	readonly patience?: number;
}

/** From less to more. */
const KINDS: readonly RoundKind[] = ['send', 'all', 'retry'];
const PATIENCE = 3 * 60_000;
const DAY = 24 * 60 * 60_000;
/** Milliseconds for which a session counts as this user's without asking again. */
const SESSION_TRUST = 60 * 60_000;
/** What may be wrong with one scope alone; everything else would be the same in the next one. */
const OF_ONE_SCOPE: ReadonlySet<Trouble> = new Set<Trouble>(['forbidden', 'server']);

/** Runs rounds over all scopes, one at a time: when asked, every five minutes, and sooner after a failure. */
export class SyncEngine {
	readonly wire: Wire;
	readonly #scopes: ScopeSet;
	readonly #photos: PhotoShelf<PhotoFacts>;
	#tidied = 0;
	#asked: RoundKind | undefined = 'all';
	#wake: () => void = () => {};
	#stopped = false;
	#failures = 0;
	/** When the session was last seen to be this user's, milliseconds since the epoch. */
	#sessionSeen = 0;
	/** Rounds through single scopes so far: a sign of life beside the traffic. */
	#steps = 0;

	constructor(private readonly settings: EngineSettings) {
		this.wire = new Wire(settings.base);
		this.#scopes = new ScopeSet(settings, this.wire);
		this.#photos = new PhotoShelf(settings.user, settings.key && sealerOf(settings.key));
	}

	/** Asks for a round; one that is running is followed by another. A question for less never replaces one for more. */
	ask(kind: RoundKind): void {
		if (!this.#asked || KINDS.indexOf(kind) > KINDS.indexOf(this.#asked)) this.#asked = kind;
		this.#wake();
	}

	/** Ends what is under way. What lies on the device stays as it is. */
	stop(): void {
		this.#stopped = true;
		this.wire.end();
		this.#wake();
	}

	/**
	 * Runs until stopped.
	 * @throws {StuckError} when nothing moves any more; the worker is then replaced
	 */
	async run(): Promise<void> {
		while (!this.#stopped) {
			// After a failure a whole round has to show that the trouble is over.
			const asked = this.#asked ?? 'all';
			const kind = this.#failures > 0 && asked === 'send' ? 'all' : asked;
			this.#asked = undefined;
			const { patience = PATIENCE } = this.settings;
			const trouble = await unlessStuck(this.#round(kind), () => this.#signsOfLife(), patience);
			this.#failures = trouble === undefined || trouble === 'forbidden' ? 0 : this.#failures + 1;
			if (!this.#stopped && !this.#asked) await this.#pause();
		}
		await this.#scopes.close();
		this.#photos.close();
	}

	async #round(kind: RoundKind): Promise<Trouble | undefined> {
		await this.#tell(true);
		let trouble = await this.#checkSession(kind);
		// A full disk may keep a scope from leaving, which writes before it frees; it keeps nothing from being sent.
		const isFull = trouble === 'storage';
		if (isFull || trouble === undefined)
			trouble = (await this.#syncScopes(kind)) ?? (await this.#syncPhotos(kind));
		// A scope that was taken away is no trouble, but that it cannot leave is.
		if (isFull && (trouble === undefined || trouble === 'forbidden')) trouble = 'storage';
		if (trouble === 'signedOut') this.#sessionSeen = 0;
		await this.#tell(false, trouble);
		return trouble;
	}

	async #syncScopes(kind: RoundKind): Promise<Trouble | undefined> {
		let gravest: Trouble | undefined;
		for (const scope of this.#scopes.inStep) {
			if (this.#stopped) break;
			const trouble = await scope.round(kind);
			this.#steps++;
			if (trouble !== undefined && !OF_ONE_SCOPE.has(trouble)) return trouble;
			// A scope that was taken away is nothing beside a server that fails.
			gravest = gravest === 'server' ? gravest : (trouble ?? gravest);
		}
		return gravest;
	}

	/** After the records, which are what others wait for; a record that is saved meanwhile goes first. */
	async #syncPhotos(kind: RoundKind): Promise<Trouble | undefined> {
		const { store } = this.settings;
		const queue = { shelf: this.#photos, wire: this.wire, store };
		const { names } = this.#scopes;
		try {
			if (this.#tidied + DAY < Date.now()) {
				await lookForSent(queue, names);
				await tidyPhotos(queue, this.settings.user, names, Date.now());
				this.#tidied = Date.now();
			}
			return await sendPhotos(
				queue,
				names,
				kind === 'retry',
				() => this.#stopped || this.#asked !== undefined
			);
		} catch (error) {
			return troubleOf(error);
		}
	}

	/** Asked before each round but those after a save, which trust the last answer for a while. */
	async #checkSession(kind: RoundKind): Promise<Trouble | undefined> {
		if (kind === 'send' && this.#sessionSeen + SESSION_TRUST > Date.now()) return undefined;
		try {
			const roles = await checkSession(this.wire, this.settings.user);
			this.#sessionSeen = Date.now();
			await this.#scopes.follow(roles);
			return undefined;
		} catch (error) {
			return troubleOf(error);
		}
	}

	#signsOfLife(): string {
		const { requests, received } = this.wire.traffic;
		// A large picture on a slow line says nothing for minutes; its watchdog knows how long that may be.
		if (this.wire.pending > 0) return `${Date.now()}`;
		return `${this.#steps} ${requests} ${received}`;
	}

	#pause(): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, untilNextRound(this.#failures, Math.random()));
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	async #tell(running: boolean, trouble?: Trouble): Promise<void> {
		const { lastContact, clockOffset } = this.wire;
		const before = await this.settings.store.readSetting<SyncState>(SYNC_STATE_KEY).catch(() => undefined);
		const state: SyncState = {
			running,
			lastContact: lastContact ?? before?.lastContact,
			clockOffset: clockOffset ?? before?.clockOffset,
			trouble: running ? before?.trouble : trouble === 'forbidden' ? undefined : trouble
		};
		await this.settings.store.writeSetting(SYNC_STATE_KEY, state).catch(() => undefined);
	}
}
