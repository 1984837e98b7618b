/** Repeatable chance (mulberry32): the same seed gives the same community on every machine. */
export class Dice {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** 0 ≤ x < 1 */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let t = this.#state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** A whole number from `low` to `high`, both included. */
	between(low: number, high: number): number {
		return low + Math.floor(this.next() * (high - low + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(from: readonly [T, ...T[]] | readonly T[]): T {
		const picked = from[Math.floor(this.next() * from.length)];
		if (picked === undefined) throw new Error('nothing to pick from');
		return picked;
	}

	/** One of the values, each as likely as its weight says. */
	weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T {
		let rest = this.next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [value, weight] of choices) if ((rest -= weight) < 0) return value;
		throw new Error('nothing to pick from');
	}

	shuffled<T>(items: readonly T[]): T[] {
		const copy = [...items];
		for (let i = copy.length - 1; i > 0; i -= 1) {
			const j = this.between(0, i);
			[copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
		}
		return copy;
	}
}
