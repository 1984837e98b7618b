import type { Dice } from '../dice';
import { importId } from '../../provision/import-id';
import { nextStamp } from '../../../stamp';
import { iso } from './span';

/** What every record of a phone carries, as `session/author.ts` signs it. */
export interface Signed<T extends string> {
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

/** Signs the demo's records; each user has one phone. Ids are drawn from what a record is about, so they never change. */
export class Pen {
	readonly #devices = new Map<string, string>();

	/**
	 * @param at by the phone's clock, milliseconds since 1970
	 * @param key what makes the record another than all others of its type
	 */
	sign<T extends string>(type: T, at: number, user: string, ...key: string[]): Signed<T> {
		const createdAt = iso(at);
		const device = this.device(user);
		return {
			_id: importId(type, createdAt, user, ...key),
			type,
			v: 1,
			createdAt,
			createdBy: user,
			device,
			stamp: nextStamp(at, '', device),
			origin: 'field'
		};
	}

	device(user: string): string {
		const known = this.#devices.get(user);
		if (known) return known;
		const device = importId('device', '2025-01-01T00:00:00.000Z', user).slice('device:'.length);
		this.#devices.set(user, device);
		return device;
	}
}

/** One phone in twenty is more than five minutes wrong; its own times are, and it says by how much (domain.md 4.4). */
export function skewOf(dice: Dice): number {
	if (!dice.chance(0.05)) return 0;
	return dice.between(301, 1_800) * 1000 * (dice.chance(0.5) ? 1 : -1);
}
