import { compareVersions } from '../definition/hash';

/**
 * The version to publish under today: `2026112101`, counted on when the day has some already, and always after the
 * newest.
 * @param day `2026-11-21` in the community's zone
 */
export function nextVersion(day: string, published: readonly string[]): string {
	const first = `${day.replaceAll('-', '')}01`;
	const newest = [...published].sort(compareVersions).at(-1);
	if (newest === undefined || compareVersions(first, newest) > 0) return first;
	return String(BigInt(newest) + 1n);
}
