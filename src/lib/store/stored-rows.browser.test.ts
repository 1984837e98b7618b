import { expect, test } from 'vitest';
import { DeviceDatabase, databaseName } from './database';
import { openScope } from './pouch';
import { GRID, household, newUser, testSealer } from './scenarios';
import { storedRows } from './stored-rows';

test('finds what is stored among many ids, whether little or much lies between them', async () => {
	const user = newUser();
	const scope = openScope(user, GRID, testSealer);
	const stored = Array.from({ length: 300 }, (_, i) => `household:${String(i).padStart(4, '0')}`);
	await scope.bulkDocs(
		stored.map((_id) => ({ ...household(), _id, _rev: '1-a' })),
		{ new_edits: false }
	);
	const db = new DeviceDatabase(databaseName(user));
	const find = async (ids: string[]) => [...(await storedRows(db, GRID, ids)).keys()].sort();
	const absent = (n: number) => Array.from({ length: n }, (_, i) => `household:9${i}`);
	expect(await find(absent(100))).toEqual([]);
	expect(await find([...absent(100), ...stored.slice(298)])).toEqual(stored.slice(298));
	const sparse = stored.filter((_, i) => i % 8 === 0);
	expect(await find([...sparse, 'household:0000x'])).toEqual(sparse);
	expect(await find(stored.slice(0, 40).reverse())).toEqual(stored.slice(0, 40));
	expect(await find(['household:0001', 'household:none'])).toEqual(['household:0001']);
	expect(await find([])).toEqual([]);
	const visits = Array.from({ length: 60 }, (_, i) => `visit:9${i}`);
	expect(await find([...visits, ...absent(40), ...sparse])).toEqual(sparse);
	expect(await find([...visits, '_design/x', 'noColon', ...stored])).toEqual(stored);
	db.close();
	await scope.close();
});
