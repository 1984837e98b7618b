import {
	appendFileSync,
	cpSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A folder with the build, to be changed under a server. */
export function copyOfTheBuild(): string {
	const copy = mkdtempSync(join(tmpdir(), 'linli-build-'));
	cpSync(join(ROOT, 'build'), join(copy, 'build'), { recursive: true });
	cpSync(join(ROOT, 'src', 'bin'), join(copy, 'src', 'bin'), { recursive: true });
	writeFileSync(join(copy, 'package.json'), readFileSync(join(ROOT, 'package.json')));
	symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
	return copy;
}

/** What a deployment of another build changes for the browser: the bytes of the service worker. */
export function newVersion(copy: string): void {
	const file = join(copy, 'build', 'app', 'client', 'service-worker.js');
	appendFileSync(file, '\n// a newer version\n');
	for (const packed of ['.br', '.gz']) rmSync(file + packed, { force: true });
}
