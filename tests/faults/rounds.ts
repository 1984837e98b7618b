import type { Store } from '../../src/lib/store/contract';
import type { Ledger } from '../../src/lib/store/ledger';
import { SYNC_STATE_KEY, type SyncState } from '../../src/lib/sync/contract';
import { SyncEngine } from '../../src/lib/sync/engine';
import type { RoundKind } from '../../src/lib/sync/scope-sync';
import type { DeviceSettings } from './device-calls';

/** The engine, driven round by round: it is asked, and its own state in the store says when the round has ended. */
export class Rounds {
	readonly #engine: SyncEngine;
	readonly #ended: Promise<void>;
	#isRunning = false;
	#broken: Error | undefined;
	#waiting: { rounds: number; done: () => void }[] = [];

	constructor(
		{ user, scopes, base }: DeviceSettings,
		private readonly store: Store,
		ledger: Ledger
	) {
		const watched: Store = { ...store, writeSetting: (key, value) => this.#write(key, value) };
		this.#engine = new SyncEngine({ user, scopes, base, store: watched, ledger });
		this.#ended = this.#engine.run().catch((error: Error) => {
			this.#broken = error;
			this.#roundEnded();
		});
	}

	async run(kind: RoundKind): Promise<void> {
		const rounds = this.#isRunning ? 2 : 1;
		const ended = new Promise<void>((done) => this.#waiting.push({ rounds, done }));
		this.#engine.ask(kind);
		await ended;
		if (this.#broken) throw this.#broken;
	}

	async stop(): Promise<void> {
		this.#engine.stop();
		await this.#ended;
	}

	async #write(key: string, value: unknown): Promise<void> {
		const isState = key === SYNC_STATE_KEY;
		if (isState) this.#isRunning = (value as SyncState).running;
		try {
			await this.store.writeSetting(key, value);
		} finally {
			if (isState && !this.#isRunning) this.#roundEnded();
		}
	}

	#roundEnded(): void {
		for (const each of this.#waiting) if (--each.rounds <= 0 || this.#broken) each.done();
		this.#waiting = this.#waiting.filter(({ rounds }) => rounds > 0);
	}
}
