import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Newest change below these files and folders, milliseconds since 1970; 0 when there is none.
 * @param {string[]} paths
 * @param {(path: string) => boolean} [skip]
 * @returns {number}
 */
export function newestChange(paths, skip = () => false) {
	let newest = 0;
	for (const path of paths) {
		if (!existsSync(path) || skip(path)) continue;
		const stat = statSync(path);
		newest = Math.max(
			newest,
			stat.isDirectory()
				? newestChange(
						readdirSync(path).map((name) => join(path, name)),
						skip
					)
				: stat.mtimeMs
		);
	}
	return newest;
}
