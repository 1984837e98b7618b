import { afterEach, expect, test } from 'vitest';
import { newUser } from '../store/scenarios';
import { seekLeadership, type Leadership, type Work } from './leader';

/** Work that notes what is asked of it and runs until it is stopped. */
class Noted implements Work {
	readonly asked: string[] = [];
	readonly done: Promise<void>;
	#finish: () => void = () => {};

	constructor(private readonly began: () => void) {
		this.done = new Promise((resolve) => (this.#finish = resolve));
	}
	run(): Promise<void> {
		this.began();
		return this.done;
	}
	ask(why: string): void {
		this.asked.push(why);
	}
	stop(): void {
		this.#finish();
	}
}

const seeking: Leadership[] = [];
afterEach(() => {
	for (const each of seeking.splice(0)) each.stop();
});

/** A tab that seeks to lead; `began` resolves when it does. */
function tab(user: string, patience?: number) {
	let begin: (work: Noted) => void;
	const began = new Promise<Noted>((resolve) => (begin = resolve));
	const leadership = seekLeadership(
		user,
		() => {
			const work: Noted = new Noted(() => begin(work));
			return Promise.resolve(work);
		},
		patience
	);
	seeking.push(leadership);
	return { leadership, began };
}

const soon = (milliseconds = 100) =>
	new Promise<'nothing'>((resolve) => setTimeout(() => resolve('nothing'), milliseconds));

test('of two tabs one leads, and hears what the other asks', async () => {
	const user = newUser();
	const first = tab(user);
	const work = await first.began;
	const second = tab(user);
	expect(await Promise.race([second.began, soon()])).toBe('nothing');
	second.leadership.ask('saved');
	first.leadership.ask('asked');
	await soon();
	expect([...work.asked].sort()).toEqual(['asked', 'saved']);
});

test('users of one device do not wait for each other', async () => {
	await tab(newUser()).began;
	await tab(newUser()).began;
});

test('when the leader goes, the next one leads', async () => {
	const user = newUser();
	const first = tab(user);
	const work = await first.began;
	const second = tab(user);
	first.leadership.stop();
	await work.done;
	await second.began;
});

test('a leader that is frozen loses the lead to a tab that asks; one that answers keeps it', async () => {
	const user = newUser();
	// Like a frozen tab: it holds the lock and answers nothing.
	const frozen = navigator.locks
		.request(`linli-sync-${user}`, () => new Promise(() => {}))
		.catch((e: Error) => e.name);
	const second = tab(user, 50);
	expect(await Promise.race([second.began, soon()])).toBe('nothing');
	second.leadership.ask('asked');
	const work = await second.began;
	expect(await frozen).toBe('AbortError');

	const third = tab(user, 50);
	third.leadership.ask('saved');
	expect(await Promise.race([third.began, soon(300)])).toBe('nothing');
	expect(work.asked).toEqual(['saved']);
});

test('a tab whose lead was taken stops its work and queues up again', async () => {
	const user = newUser();
	const first = tab(user);
	const work = await first.began;
	let release: () => void = () => {};
	void navigator.locks.request(
		`linli-sync-${user}`,
		{ steal: true },
		() => new Promise<void>((r) => (release = r))
	);
	await work.done;
	await soon();
	release();
	const next = tab(user);
	expect(await Promise.race([next.began, soon()])).toBe('nothing');
});
