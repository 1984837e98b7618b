import { monotonicFactory } from 'ulid';
import type { Change } from '../merge-edit';
import type { Doc, Profile, RecordType } from '../record';
import { nextStamp } from '../stamp';
import type { Store } from '../store/contract';
import { SYNC_STATE_KEY, type SyncState } from '../sync/contract';

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

/** Signs new records: who, on which device, when by the device's clock and by the hybrid logical clock. */
export class Author {
	readonly #store: Store;
	readonly #user: string;
	readonly #now: () => number;
	readonly #ulid = monotonicFactory();

	constructor(store: Store, user: string, now: () => number = Date.now) {
		this.#store = store;
		this.#user = user;
		this.#now = now;
	}

	/** This device's id: made once, the same for all later records. */
	async device(): Promise<string> {
		const known = await this.#store.readSetting<string>(DEVICE_KEY);
		if (known) return known;
		const device = this.#ulid(this.#now());
		await this.#store.writeSetting(DEVICE_KEY, device);
		return device;
	}

	/** A stamp later than all that this device has made, and than `seen`. */
	async #stamp(now: number, seen: string): Promise<string> {
		const last = (await this.#store.readSetting<string>(STAMP_KEY)) ?? '';
		const stamp = nextStamp(now, last > seen ? last : seen, await this.device());
		await this.#store.writeSetting(STAMP_KEY, stamp);
		return stamp;
	}

	/** Who changes this profile, and when. */
	async change(profile: Profile): Promise<Change> {
		const now = this.#now();
		return {
			stamp: await this.#stamp(now, profile.stamp),
			at: new Date(now).toISOString(),
			by: this.#user
		};
	}

	/** The common fields of a new record of this type, with a fresh id. */
	async sign<D extends Doc>(recordType: RecordType<D>): Promise<Authorship<D['type']>> {
		const now = this.#now();
		const device = await this.device();
		const stamp = await this.#stamp(now, '');
		const clockOffset = (await this.#store.readSetting<SyncState>(SYNC_STATE_KEY))?.clockOffset;
		return {
			_id: `${recordType.type}:${this.#ulid(now)}`,
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
