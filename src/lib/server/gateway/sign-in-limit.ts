/*
 * Guessing passwords is slowed by account and address. Only failures count; a session that is signed in already is
 * never touched. In memory: a restart forgets, which costs an attacker little time and a user none.
 */

export interface SignInLimits {
	/** Length of the window, in milliseconds. */
	readonly window: number;
	/** Failures in a window for one account from one address. */
	readonly perAccountAndAddress: number;
	/** Failures in a window from one address: a whole office may share one. */
	readonly perAddress: number;
	/** Failures in a window for one account from anywhere. High: reaching it shuts the owner out as well. */
	readonly perAccount: number;
}

export const DEFAULT_SIGN_IN_LIMITS: SignInLimits = {
	window: 15 * 60_000,
	perAccountAndAddress: 10,
	perAddress: 100,
	perAccount: 200
};

/** Beyond this many remembered keys the oldest are forgotten, so that a flood of names cannot fill the memory. */
const MOST_KEYS = 20_000;

interface Failures {
	count: number;
	/** Milliseconds since the epoch. */
	until: number;
}

export class SignInLimit {
	readonly #failures = new Map<string, Failures>();

	constructor(private readonly limits: SignInLimits = DEFAULT_SIGN_IN_LIMITS) {}

	/**
	 * Counts an attempt before it is made, so that many at once cannot slip through.
	 * @returns seconds to wait, 0 when the attempt may be made
	 */
	attempt(account: string, address: string, now: number): number {
		const keys = this.#keys(account, address);
		for (const [key, most] of keys) {
			const failures = this.#failures.get(key);
			if (failures && failures.until > now && failures.count >= most) {
				return Math.ceil((failures.until - now) / 1000);
			}
		}
		for (const [key] of keys) this.#add(key, now);
		return 0;
	}

	/** The password was right, or the server never judged it: the attempt does not count. */
	forgive(account: string, address: string): void {
		for (const [key] of this.#keys(account, address)) {
			const failures = this.#failures.get(key);
			if (failures && --failures.count <= 0) this.#failures.delete(key);
		}
	}

	#keys(account: string, address: string): [string, number][] {
		const network = networkOf(address);
		return [
			[`both ${network} ${account}`, this.limits.perAccountAndAddress],
			[`address ${network}`, this.limits.perAddress],
			[`account ${account}`, this.limits.perAccount]
		];
	}

	#add(key: string, now: number): void {
		const known = this.#failures.get(key);
		if (known && known.until > now) {
			known.count++;
			return;
		}
		this.#failures.delete(key);
		this.#failures.set(key, { count: 1, until: now + this.limits.window });
		if (this.#failures.size > MOST_KEYS) {
			const oldest = this.#failures.keys().next();
			if (!oldest.done) this.#failures.delete(oldest.value);
		}
	}
}

/** One customer of an IPv6 network holds a whole /64; counting single addresses would count nothing. */
const networkOf = (address: string) =>
	address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address;
