import type { Scope } from '../../src/lib/org/scopes';
import { deviceBase } from '../../src/lib/sync/test-server';
import type { DeviceCalls } from './device-calls';
import { Tab } from './tab';

/** A device of a fault run: one user, one browser database, two tabs. */
export class Device {
	readonly #tabs: readonly [Tab, Tab];
	readonly #opened = new Map<Tab, Promise<void>>();
	#scopes: readonly Scope[] = [];
	#skew = 0;

	constructor(readonly user: string) {
		this.#tabs = [new Tab(user), new Tab(user)];
	}

	get scopes(): readonly Scope[] {
		return this.#scopes;
	}

	/** Takes part in another run; what lies on the device from the run before stays there. */
	begin(scopes: readonly Scope[], skew: number): void {
		this.#scopes = scopes;
		this.#skew = skew;
		this.#opened.clear();
	}

	/** Asks a tab, which is opened for it when it is not. */
	async ask<Name extends keyof DeviceCalls>(
		tab: 0 | 1,
		name: Name,
		...args: Parameters<DeviceCalls[Name]>
	): Promise<Awaited<ReturnType<DeviceCalls[Name]>>> {
		const asked = this.#tabs[tab];
		await this.#open(asked);
		return (await asked.call(name, ...args)) as Awaited<ReturnType<DeviceCalls[Name]>>;
	}

	kill(tab: 0 | 1): void {
		const killed = this.#tabs[tab];
		killed.kill();
		this.#opened.delete(killed);
	}

	/** Ends the engines of the run; the tabs stay open. What lies here of older runs goes. */
	async rest(): Promise<void> {
		const [tab, ...others] = this.#opened.keys();
		await Promise.all([tab, ...others].map((each) => each?.call('rest')));
		await tab?.call('tidy');
	}

	#open(tab: Tab): Promise<void> {
		let opened = this.#opened.get(tab);
		if (!opened) {
			const { user } = this;
			opened = tab.call('open', { user, scopes: this.#scopes, base: deviceBase(user), skew: this.#skew });
			this.#opened.set(tab, opened);
		}
		return opened;
	}

	close(): void {
		this.kill(0);
		this.kill(1);
	}
}
