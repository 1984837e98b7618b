import { expect, test, vi } from 'vitest';
import { DraftWriter } from './draft-writer';

/** A disk that takes its time: each write is finished by hand. */
function slowDisk() {
	const answers = { typed: '' };
	const stored: string[] = [];
	const waiting: ((ok: boolean) => void)[] = [];
	const writer = new DraftWriter(async () => {
		const taken = answers.typed;
		const ok = await new Promise<boolean>((resolve) => waiting.push(resolve));
		if (ok) stored.push(taken);
		return ok;
	});
	const type = (text: string, question = 'note') => {
		answers.typed = text;
		writer.edited(question);
	};
	const finish = async (ok = true) => {
		waiting.shift()?.(ok);
		await Promise.resolve();
		await Promise.resolve();
	};
	return { writer, type, stored, waiting, finish };
}

test('another question is stored at once; typing in one is stored after a pause under 300 ms', async () => {
	vi.useFakeTimers();
	const { type, waiting, finish, stored } = slowDisk();
	type('a', 'name');
	expect(waiting).toHaveLength(1);
	await finish();
	type('b', 'note');
	expect(waiting).toHaveLength(1);
	await finish();
	type('bc', 'note');
	type('bcd', 'note');
	expect(waiting).toHaveLength(0);
	vi.advanceTimersByTime(299);
	expect(waiting).toHaveLength(1);
	await finish();
	expect(stored).toEqual(['a', 'b', 'bcd']);
	vi.useRealTimers();
});

test('one write at a time, and what was typed meanwhile follows at once', async () => {
	const { writer, type, waiting, finish, stored } = slowDisk();
	type('a');
	type('ab');
	type('abc', 'other');
	expect(waiting).toHaveLength(1);
	await finish();
	expect(waiting).toHaveLength(1);
	await finish();
	await writer.flush();
	expect(stored).toEqual(['a', 'abc']);
});

test('a write that failed is tried again, with what is true then', async () => {
	vi.useFakeTimers();
	const { type, waiting, finish, stored } = slowDisk();
	type('a');
	await finish(false);
	expect(waiting).toHaveLength(0);
	type('ab');
	vi.advanceTimersByTime(3000);
	await finish();
	expect(stored).toEqual(['ab']);
	vi.useRealTimers();
});

test('after closing nothing is written any more, and closing waits for what is under way', async () => {
	const { writer, type, waiting, finish, stored } = slowDisk();
	type('a');
	let closed = false;
	const closing = writer.close().then(() => (closed = true));
	type('ab');
	expect(closed).toBe(false);
	await finish();
	await closing;
	await writer.flush();
	expect(waiting).toHaveLength(0);
	expect(stored).toEqual(['a']);
});
