import type { Store } from '../store/contract';
import { Live } from '../store/live.svelte';
import type { VisitReport } from './visit-report';

/** What the last asking came to. `offline` and `signedOut` are states: the figures of last time stay. */
export type Asking =
	| { readonly state: 'resting' | 'asking' | 'offline' | 'signedOut' }
	| { readonly state: 'refused'; readonly status: number };

/** Milliseconds after which an answer is not waited for: the first one after a restore takes its time. */
const PATIENCE = 120_000;

/** A manager's figures: asked of the server, kept sealed on this device, shown from there (N3, N9). */
export class ReportBook {
	readonly #store: Store;
	readonly #community: string;
	readonly #key: string;
	readonly #kept: Live<VisitReport | null>;
	#asking = $state.raw<Asking>({ state: 'resting' });

	constructor(store: Store, community: string) {
		this.#store = store;
		this.#community = community;
		this.#key = `report:visits:${community}`;
		this.#kept = new Live(store, async (s) => (await s.readSetting<VisitReport>(this.#key)) ?? null);
	}

	/** `undefined` until the device has been read, `null` when there are no figures on it yet. */
	get report(): VisitReport | null | undefined {
		return this.#kept.value;
	}

	get asking(): Asking {
		return this.#asking;
	}

	/** Asks for fresh figures; a second call while one runs does nothing. */
	async refresh(): Promise<void> {
		if (this.#asking.state === 'asking') return;
		this.#asking = { state: 'asking' };
		this.#asking = await this.#ask();
	}

	async #ask(): Promise<Asking> {
		try {
			const answer = await fetch(`/api/report/visits?community=${this.#community}`, {
				cache: 'no-store',
				signal: AbortSignal.timeout(PATIENCE)
			});
			const value: unknown = await answer.json();
			if (answer.ok && isReport(value)) {
				await this.#store.writeSetting(this.#key, value);
				return { state: 'resting' };
			}
			return answer.status === 401 ? { state: 'signedOut' } : { state: 'refused', status: answer.status };
		} catch {
			return { state: 'offline' };
		}
	}
}

/** A hotel's sign-in page and an older server speak otherwise. */
function isReport(value: unknown): value is VisitReport {
	const { asOf, grids, devices } = (value ?? {}) as Partial<Record<keyof VisitReport, unknown>>;
	return typeof asOf === 'string' && Array.isArray(grids) && Array.isArray(devices);
}
