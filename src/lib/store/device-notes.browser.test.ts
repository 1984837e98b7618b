import { expect, test } from 'vitest';
import { readNote, writeNote } from './device-notes';

test('a note is read back, replaced and removed', async () => {
	expect(await readNote('test')).toBeUndefined();
	await writeNote('test', { name: 'grid02', roles: ['org:330102016001'] });
	expect(await readNote('test')).toEqual({ name: 'grid02', roles: ['org:330102016001'] });
	await writeNote('test', undefined);
	expect(await readNote('test')).toBeUndefined();
});
