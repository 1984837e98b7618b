import { createHash } from 'node:crypto';

/** JSON with the keys of every object sorted, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_, inner: unknown) =>
		inner !== null && typeof inner === 'object' && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner
	);
}

/** SHA-256 of the canonical JSON, hex: what a record keeps of the form that it was filled with. */
export const canonicalHash = (value: unknown): string =>
	createHash('sha256').update(canonicalJson(value)).digest('hex');
