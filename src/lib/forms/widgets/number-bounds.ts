import type { Item } from '../definition/definition';

export interface Bounds {
	readonly low: number;
	readonly high: number;
}

const LOWEST = /(?:^|\band\b|\()\s*\.\s*(>=?)\s*(-?\d+(?:\.\d+)?)(?=\s*(?:$|\band\b|\)))/;
const HIGHEST = /(?:^|\band\b|\()\s*\.\s*(<=?)\s*(-?\d+(?:\.\d+)?)(?=\s*(?:$|\band\b|\)))/;

/** The bounds that a whole number's constraint states in plain numbers, such as `. >= 0 and . <= 60`. */
export function integerBounds({ constraint }: Pick<Item, 'constraint'>): Bounds | undefined {
	if (typeof constraint !== 'string' || /\bor\b|\bnot\b|\bif\b/.test(constraint)) return undefined;
	const [, above, low] = LOWEST.exec(constraint) ?? [];
	const [, below, high] = HIGHEST.exec(constraint) ?? [];
	if (low === undefined || high === undefined) return undefined;
	return { low: Number(low) + (above === '>' ? 1 : 0), high: Number(high) - (below === '<' ? 1 : 0) };
}
