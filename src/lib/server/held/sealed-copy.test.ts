import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newCopyId, openCopy, sealCopy } from './sealed-copy';

const key = { id: 'key:0123456789abcdef', secret: randomBytes(32) };
const content = { user: 'li', docs: [{ _id: 'visit:1', _rev: '1-a', note: '王秀英，3-2-501' }] };
const seal = () => sealCopy({ id: newCopyId(), scope: 'people-330102016001001' }, content, key);

test('a copy opens with its key and says what went in', async () => {
	const copy = await seal();
	expect(await openCopy(copy, key)).toEqual(content);
	expect(Buffer.from(copy.text, 'base64').includes('王秀英')).toBe(false);
	expect((await seal()).text).not.toBe(copy.text);
});

test('nothing else opens: another key, a changed byte, another id, scope or key name, less or nothing', async () => {
	const copy = await seal();
	expect(await openCopy(copy, { ...key, secret: randomBytes(32) })).toBeUndefined();
	const bytes = Buffer.from(copy.text, 'base64');
	for (const at of [0, 12, 28, bytes.length - 1]) {
		const changed = Buffer.from(bytes);
		changed[at] = (changed[at] ?? 0) ^ 1;
		expect(await openCopy({ ...copy, text: changed.toString('base64') }, key)).toBeUndefined();
	}
	for (const other of [{ id: newCopyId() }, { scope: 'people-330102016001002' }, { key: 'key:0' }])
		expect(await openCopy({ ...copy, ...other }, key)).toBeUndefined();
	for (const text of ['', bytes.subarray(0, 28).toString('base64'), bytes.subarray(0, -1).toString('base64')])
		expect(await openCopy({ ...copy, text }, key)).toBeUndefined();
});
