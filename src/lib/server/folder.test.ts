import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from './folder';

test('folders are made down to the last, for this user only; making them again is fine', async () => {
	const base = mkdtempSync(join(tmpdir(), 'linli-folder-'));
	await makeFolder(join(base, 'a', 'b', 'c'));
	await makeFolder(join(base, 'a', 'b', 'c'));
	expect(statSync(join(base, 'a', 'b', 'c')).mode & 0o777).toBe(0o700);
	rmSync(base, { recursive: true });
});

test('a place where no folder can be is refused, not waited for', async () => {
	const base = mkdtempSync(join(tmpdir(), 'linli-folder-'));
	writeFileSync(join(base, 'file'), '');
	await expect(makeFolder(join(base, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
	if (process.platform === 'linux')
		await expect(makeFolder('/proc/nope/below')).rejects.toMatchObject({ code: 'ENOENT' });
	rmSync(base, { recursive: true });
});
