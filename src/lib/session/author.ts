import { monotonicFactory } from 'ulid';
import type { Change } from '../merge-edit';
import type { Doc, Profile, RecordType } from '../record';
import { nextStamp } from '../stamp';
import type { Store } from '../store/contract';
import { serverTime } from '../sync/clock-offset';
import { SYNC_STATE_KEY, type SyncState } from '../sync/contract';
import { whenIdle } from '../when-idle';

const DEVICE_KEY = 'device';
const STAMP_KEY = 'stamp';

/** What every new record of this device carries (design.md 4). */
export interface Authorship<T extends string> {
	_id: string;
	type: T;
	v: number;
	createdAt: string;
	createdBy: string;
	device: string;
	stamp: string;
	clockOffset?: number;
	origin: 'field';
}

type Notes = [device: string, clock: SyncState | undefined, noted: string];

/** Milliseconds for which notes that were read for a signature hold. */
const FRESH = 1_000;

/** Milliseconds that ids may run ahead of the clock; further, and the clock was put right. */
const AHEAD = 60_000;

/**
 * Signs new records: who, on which device, when by the device's clock and by the hybrid logical clock. Ids and stamps go
 * by the server's time as far as it is known: colleagues hold what happened lately by its id, so a phone whose clock is
 * months behind would write what nobody else gets to see.
 */
export class Author {
	readonly #store: Store;
	readonly #user: string;
	readonly #now: () => number;
	#ulid = monotonicFactory();
	/** The time in the last id. */
	#lastId = 0;
	#device: Promise<string> | undefined;
	/** The last stamp made here, noted or not. */
	#last = '';
	/** It will be noted when the page rests. */
	#noting = false;
	#prepared: { readonly known: Promise<Notes>; readonly at: number } | undefined;

	constructor(store: Store, user: string, now: () => number = Date.now) {
		this.#store = store;
		this.#user = user;
		this.#now = now;
	}

	/** This device's id: made once, the same for all later records. */
	device(): Promise<string> {
		return (this.#device ??= this.#readDevice().catch((error: unknown) => {
			this.#device = undefined;
			throw error;
		}));
	}

	async #readDevice(): Promise<string> {
		const known = await this.#store.readSetting<string>(DEVICE_KEY);
		if (known) return known;
		const device = this.#idPart(serverTime(this.#now(), await this.#clock()));
		await this.#store.writeSetting(DEVICE_KEY, device);
		return device;
	}

	#clock(): Promise<SyncState | undefined> {
		return this.#store.readSetting<SyncState>(SYNC_STATE_KEY);
	}

	#idPart(time: number): string {
		if (time < this.#lastId - AHEAD) this.#ulid = monotonicFactory();
		this.#lastId = time;
		return this.#ulid(time);
	}

	/** The last stamp that this device has noted, in this tab or another. */
	async #noted(): Promise<string> {
		return (await this.#store.readSetting<string>(STAMP_KEY)) ?? '';
	}

	/**
	 * A stamp later than all that this device has made, and than those given. It is noted when the page rests: the record
	 * that carries it is committed for itself, and a note that is lost costs nothing while the clock goes forward.
	 */
	#stamp(now: number, device: string, ...earlier: readonly string[]): string {
		const last = [this.#last, ...earlier].reduce((a, b) => (a > b ? a : b));
		this.#last = nextStamp(now, last, device);
		if (!this.#noting) whenIdle(() => this.#note());
		this.#noting = true;
		return this.#last;
	}

	#note(): void {
		this.#noting = false;
		this.#store.writeSetting(STAMP_KEY, this.#last).catch(() => undefined);
	}

	/** To be called when a finger comes down on what will sign: the device's notes are read while it is lifted. */
	prepare(): void {
		const known = this.#read();
		known.catch(() => undefined);
		this.#prepared = { known, at: performance.now() };
	}

	/** What signing needs of the device's notes. */
	#known() {
		const prepared = this.#prepared;
		this.#prepared = undefined;
		const isFresh = prepared && performance.now() - prepared.at < FRESH;
		return isFresh ? prepared.known.catch(() => this.#read()) : this.#read();
	}

	#read(): Promise<Notes> {
		return Promise.all([this.device(), this.#clock(), this.#noted()]);
	}

	/** Who changes this profile, and when. */
	async change(profile: Profile): Promise<Change> {
		const now = this.#now();
		const [device, clock, noted] = await this.#known();
		return {
			stamp: this.#stamp(serverTime(now, clock), device, noted, profile.stamp),
			at: new Date(now).toISOString(),
			by: this.#user
		};
	}

	/** The common fields of a new record of this type, with a fresh id. */
	async sign<D extends Doc>(recordType: RecordType<D>): Promise<Authorship<D['type']>> {
		const now = this.#now();
		const [device, clock, noted] = await this.#known();
		const time = serverTime(now, clock);
		const stamp = this.#stamp(time, device, noted);
		const clockOffset = clock?.clockOffset;
		return {
			_id: `${recordType.type}:${this.#idPart(time)}`,
			type: recordType.type,
			v: recordType.v,
			createdAt: new Date(now).toISOString(),
			createdBy: this.#user,
			device,
			stamp,
			...(clockOffset === undefined ? {} : { clockOffset: Math.round(clockOffset) }),
			origin: 'field'
		};
	}
}
