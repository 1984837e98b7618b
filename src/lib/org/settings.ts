/**
 * A shipped default with what a community has changed laid over it (N10). Only fields that the default knows, and only
 * values of the same kind: a slip in a community's settings must not break a rule.
 */
export function withSettings<T>(shipped: T, changed: unknown): T {
	if (!isObject(shipped) || !isObject(changed)) return sameKind(shipped, changed) ? (changed as T) : shipped;
	return Object.fromEntries(
		Object.entries(shipped).map(([name, value]) => [
			name,
			Object.hasOwn(changed, name) ? withSettings(value, changed[name]) : value
		])
	) as T;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function sameKind(shipped: unknown, changed: unknown): boolean {
	if (Array.isArray(shipped))
		return Array.isArray(changed) && changed.every((one) => typeof one === typeof shipped[0]);
	if (typeof shipped === 'number')
		return typeof changed === 'number' && Number.isFinite(changed) && changed >= 0;
	return typeof shipped === typeof changed && !isObject(shipped);
}
