import type { BrokenRecord, Store, Subscription } from '../store/contract';
import { readMark, writeMark, type Mark } from '../store/sentinel';
import { askToKeep, readSpace, spaceLevel, type Space, type SpaceLevel } from '../store/space';

/** Key of the mark inside the database. */
const KEPT_KEY = 'kept';

/** A database that was there and is gone. */
export type Vanished = Pick<Mark, 'unsent' | 'at'>;

/** Watches over this device's database: whether it is still the one that was here, and how much room it has left. */
export class DeviceHealth {
	#vanished = $state.raw<Vanished | undefined>();
	#space = $state.raw<Space | undefined>();
	#broken = $state.raw<readonly BrokenRecord[]>([]);
	#watchBroken: Subscription | undefined;
	#mark: Mark | undefined;
	#watch: Subscription | undefined;
	#asked = false;

	constructor(
		private readonly store: Store,
		private readonly user: string,
		private readonly now: () => number = Date.now
	) {}

	/** What was lost with a database that the browser threw away; until somebody has taken note. */
	get vanished(): Vanished | undefined {
		return this.#vanished;
	}

	/** What was met since the app was opened and does not open. */
	get broken(): readonly BrokenRecord[] {
		return this.#broken;
	}

	get space(): Space | undefined {
		return this.#space;
	}

	get level(): SpaceLevel {
		return this.#space ? spaceLevel(this.#space) : 'enough';
	}

	/** Compares the marks and goes on watching. It writes next to nothing. */
	async start(): Promise<void> {
		const [outside, inside] = [readMark(this.user), await this.store.readSetting<string>(KEPT_KEY)];
		if (outside && outside.id !== inside) this.#vanished = { unsent: outside.unsent, at: outside.at };
		else await this.#keep(outside?.id ?? inside ?? crypto.randomUUID());
		this.#watch ??= this.store.watch(
			(store) => store.count({ unsent: true }),
			(unsent) => void this.#changed(unsent),
			() => undefined
		);
		this.#watchBroken ??= this.store.watchBroken((broken) => (this.#broken = broken));
		document.addEventListener('visibilitychange', this.#look);
		await this.look();
	}

	/** Somebody has read what was lost: the database that is here now is the one that is watched over. */
	async acknowledge(): Promise<void> {
		this.#vanished = undefined;
		await this.#keep(crypto.randomUUID());
		await this.#changed(await this.store.count({ unsent: true }));
	}

	/** Reads how much room is left. */
	async look(): Promise<void> {
		this.#space = await readSpace();
	}

	stop(): void {
		this.#watch?.stop();
		this.#watch = undefined;
		this.#watchBroken?.stop();
		this.#watchBroken = undefined;
		document.removeEventListener('visibilitychange', this.#look);
	}

	readonly #look = () => {
		if (!document.hidden) void this.look();
	};

	async #keep(id: string): Promise<void> {
		await this.store.writeSetting(KEPT_KEY, id);
		this.#mark = { id, unsent: 0, at: this.#time() };
		writeMark(this.user, this.#mark);
	}

	async #changed(unsent: number): Promise<void> {
		// Until somebody has taken note, the old mark stays: closing the app must not hide the loss.
		if (this.#mark) writeMark(this.user, (this.#mark = { ...this.#mark, unsent, at: this.#time() }));
		if (!unsent) return;
		if (!this.#asked) {
			this.#asked = true;
			await askToKeep();
		}
		await this.look();
	}

	#time = () => new Date(this.now()).toISOString();
}
