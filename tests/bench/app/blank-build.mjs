import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../src/bin/prepare.mjs';

const SOURCES = ['src', 'static', 'messages', 'package.json', 'package-lock.json', 'tsconfig.json'];
const CONFIGS = ['svelte.config.js', 'vite.config.ts'];

/** What the app's pages are compared with: a SvelteKit page of the same build that shows one word. */
export const BLANK = '/blank';

/**
 * Builds the app with one more page.
 * @returns {string} the folder of the build
 */
export function buildWithBlankPage() {
	const copy = join(ROOT, 'test-results', 'bench-app');
	rmSync(copy, { recursive: true, force: true });
	mkdirSync(copy, { recursive: true });
	// With their times: a lock file that looks new would be installed anew, into the folder that is linked.
	for (const path of [...SOURCES, ...CONFIGS])
		cpSync(join(ROOT, path), join(copy, path), { recursive: true, preserveTimestamps: true });
	symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
	mkdirSync(join(copy, 'src', 'routes', BLANK));
	writeFileSync(join(copy, 'src', 'routes', BLANK, '+page.svelte'), '<main>blank</main>\n');
	const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'src', 'bin', 'build.mjs')], {
		cwd: copy,
		encoding: 'utf8'
	});
	if (status !== 0) throw new Error(`the build with a blank page failed: ${stdout}${stderr}`);
	return copy;
}
