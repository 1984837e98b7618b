/** JSON with sorted keys: equal values have equal text, however they came about. Empty for an absent value. */
export function canonical(value: unknown): string {
	if (value === undefined) return '';
	return JSON.stringify(value, (_, inner: unknown) => {
		if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
		return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
	});
}

/** What `canonical` wrote, in its order of keys. */
export const fromCanonical = (text: string): unknown => (text ? (JSON.parse(text) as unknown) : undefined);
