import { expect, test } from 'vitest';
import { DraftBox, type DraftHead } from './drafts';
import { openStore } from './open';
import { GRID, newUser, testSealer, visit } from './scenarios';
import { newDataKey, sealerOf } from './sealing';

const head = (id: string, minute = 0): DraftHead => ({
	id,
	form: 'household-visit',
	subject: 'household:1',
	updatedAt: new Date(Date.UTC(2026, 10, 21, 1, minute)).toISOString()
});

test('a draft is kept, replaced and read back, and survives a closed database', async () => {
	const user = newUser();
	const box = new DraftBox(user);
	expect(await box.keep(head('a'), { answers: { note: '一' } })).toBeUndefined();
	await box.keep(head('a', 1), { answers: { note: '一二' } });
	box.close();
	const again = new DraftBox(user);
	expect(await again.read('a')).toEqual({ head: head('a', 1), body: { answers: { note: '一二' } } });
	again.close();
});

test('the draft goes in the step that stores its record, and stays when the record is refused', async () => {
	const user = newUser();
	const box = new DraftBox(user);
	const store = await openStore(user, testSealer);
	await box.keep(head('a'), { answers: {} });
	const broken = { ...visit(), outcome: 'nothing' } as unknown as ReturnType<typeof visit>;
	expect(await store.save(GRID, broken, 'a')).toMatchObject({ ok: false, reason: 'invalid' });
	const stored = visit();
	await store.save(GRID, stored);
	expect(await store.save(GRID, { ...stored, note: 'changed' } as typeof stored, 'a')).toMatchObject({
		reason: 'immutable'
	});
	expect(await box.read('a')).toBeDefined();
	expect(await store.save(GRID, visit(), 'a')).toMatchObject({ ok: true });
	expect(await box.read('a')).toBeUndefined();
	store.close();
	box.close();
});

test('what was discarded comes back as it was, and the list follows, newest first', async () => {
	const box = new DraftBox(newUser());
	const lists: string[][] = [];
	const seen = () => lists.at(-1) ?? [];
	const watch = box.watch((heads) => lists.push(heads.map(({ id }) => id)), console.error);
	await box.keep(head('a'), { answers: { note: 'a' } });
	await box.keep(head('b', 2), { answers: {} });
	await expect.poll(seen).toEqual(['b', 'a']);
	const undo = await box.discard('a');
	await expect.poll(seen).toEqual(['b']);
	await undo?.();
	await expect.poll(seen).toEqual(['b', 'a']);
	expect((await box.read('a'))?.body).toEqual({ answers: { note: 'a' } });
	expect(await box.discard('nothing')).toBeUndefined();
	watch.stop();
	box.close();
});

test('only the sealed body reaches the disk', async () => {
	const user = newUser();
	const box = new DraftBox(user, sealerOf(await newDataKey()));
	await box.keep(head('a'), { answers: { note: '王秀英' } });
	const raw = new DraftBox(user);
	const onDisk = (await raw.read('a'))?.body;
	expect(onDisk).toBeInstanceOf(Uint8Array);
	expect(new TextDecoder().decode(onDisk as Uint8Array)).not.toContain('王秀英');
	expect((await box.read('a'))?.body).toEqual({ answers: { note: '王秀英' } });
	const stranger = new DraftBox(user, sealerOf(await newDataKey()));
	await expect(stranger.read('a')).rejects.toThrow('does not open');
	stranger.close();
	raw.close();
	box.close();
});
