import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './start-error';

/**
 * Makes a folder and those above it, readable by this user of the machine only. Step by step, because Node's own
 * recursive `mkdir` never returns where the system refuses with ENOENT (seen below /proc).
 * @throws the system's error
 */
export async function makeFolder(folder: string): Promise<void> {
	try {
		await mkdir(folder, { mode: 0o700 });
	} catch (error) {
		const code = systemCode(error);
		if (code === 'EEXIST') return;
		if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
		await makeFolder(dirname(folder));
		await mkdir(folder, { mode: 0o700 });
	}
}
