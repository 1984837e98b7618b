import { expect, test } from 'vitest';
import { sealerOf } from '../store/sealing';
import { newUser } from '../store/scenarios';
import { newCommunityKey, openBox, sealForKey } from './community-key';
import { readTries, waitAfter, waitOut } from './tries';
import { changePin, createVault, depositCode, recoverVault, unlockVault } from './vault';
import { readVault } from './vault-note';

const PIN = '274915';
const OTHER = '906472';

/** What one key sealed, the other opens. */
async function sameKey(one: CryptoKey, other: CryptoKey) {
	const sealed = await sealerOf(one).seal('王秀英', 'here');
	return (
		(await sealerOf(other)
			.open(sealed, 'here')
			.catch(() => undefined)) === '王秀英'
	);
}

const opened = async (result: ReturnType<typeof unlockVault>) => {
	const unlocked = await result;
	if (!unlocked.ok) throw new Error(unlocked.reason);
	return unlocked.key;
};

test('the PIN opens the key that was made with it, and the key never leaves', async () => {
	const user = newUser();
	const key = await createVault(user, PIN, 'digits');
	const again = await opened(unlockVault(user, PIN));
	expect(await sameKey(key, again)).toBe(true);
	for (const one of [key, again]) await expect(crypto.subtle.exportKey('raw', one)).rejects.toThrow();
	expect((await readVault(user))?.pin.derivation).toMatchObject({ name: 'argon2id' });
});

test('a second vault for the same user is refused: the first key would be gone', async () => {
	const user = newUser();
	await createVault(user, PIN, 'digits');
	await expect(createVault(user, OTHER, 'digits')).rejects.toThrow();
	await opened(unlockVault(user, PIN));
});

test('users of one phone have different keys, and no PIN opens the vault of another', async () => {
	const [anna, bo] = [newUser(), newUser()];
	const annas = await createVault(anna, PIN, 'digits');
	const bos = await createVault(bo, OTHER, 'digits');
	expect(await sameKey(annas, bos)).toBe(false);
	expect(await unlockVault(bo, PIN)).toMatchObject({ ok: false, reason: 'wrong' });
	expect(await unlockVault(newUser(), PIN)).toEqual({ ok: false, reason: 'none' });
});

test('a changed PIN opens the same key; the old one opens nothing', async () => {
	const user = newUser();
	const key = await createVault(user, PIN, 'digits');
	expect(await changePin(user, '583927', OTHER, 'digits')).toMatchObject({ ok: false, reason: 'wrong' });
	await opened(changePin(user, PIN, '楼下桂花开了三天', 'passphrase'));
	expect(await unlockVault(user, PIN)).toMatchObject({ ok: false, reason: 'wrong' });
	expect(await sameKey(key, await opened(unlockVault(user, '楼下桂花开了三天')))).toBe(true);
	expect((await readVault(user))?.kind).toBe('passphrase');
});

test('five wrong PINs make even the right one wait; waiting is over when it was waited, and nothing is lost', async () => {
	const user = newUser();
	const key = await createVault(user, PIN, 'digits');
	for (const wrong of [1, 2, 3, 4])
		expect(await unlockVault(user, OTHER)).toEqual({ ok: false, reason: 'wrong', wait: 0, wrong });
	expect(await unlockVault(user, OTHER)).toEqual({ ok: false, reason: 'wrong', wait: 30_000, wrong: 5 });
	expect(await unlockVault(user, PIN)).toEqual({ ok: false, reason: 'wait', wait: 30_000 });

	// The clock of the phone is set a year ahead: no second of the wait is gone.
	const now = Date.now;
	Date.now = () => now() + 365 * 86_400_000;
	try {
		expect(await unlockVault(user, PIN)).toEqual({ ok: false, reason: 'wait', wait: 30_000 });
		const leave = new AbortController();
		const told: number[] = [];
		await waitOut(user, (left) => (told.push(left) > 2 ? leave.abort() : undefined), leave.signal);
		// Left while waiting, as when the app is killed: what was waited counts, and no more.
		const { wait } = await readTries(user);
		expect(wait).toBeLessThan(30_000);
		expect(wait).toBeGreaterThan(20_000);
		expect(await unlockVault(user, PIN)).toMatchObject({ ok: false, reason: 'wait' });
	} finally {
		Date.now = now;
	}
	const { writeNote } = await import('../store/device-notes');
	await writeNote(`tries:${user}`, { wrong: 5, wait: 0 });
	expect(await sameKey(key, await opened(unlockVault(user, PIN)))).toBe(true);
	expect(await readTries(user)).toEqual({ wrong: 0, wait: 0 });
});

test('many tries at once in many tabs count one by one', async () => {
	const user = newUser();
	await createVault(user, PIN, 'digits');
	const results = await Promise.all(Array.from({ length: 7 }, () => unlockVault(user, OTHER)));
	expect(results.filter((result) => !result.ok && result.reason === 'wrong')).toHaveLength(5);
	expect(results.filter((result) => !result.ok && result.reason === 'wait')).toHaveLength(2);
});

test('the wait grows to a quarter of an hour and stays there', () => {
	expect([1, 4, 5, 6, 7, 8, 9, 100].map((wrong) => waitAfter(wrong) / 1000)).toEqual([
		0, 0, 30, 60, 120, 300, 900, 900
	]);
});

test('a manager reads out the code that opens a device whose PIN is forgotten; the code works once', async () => {
	const user = newUser();
	const key = await createVault(user, PIN, 'digits');
	const community = await newCommunityKey();
	const to = { keyId: 'recoveryKey:01JQ0000000000000000000000', publicKey: community.halves.publicKey };
	await depositCode(user, key, to);

	const box = (await readVault(user))?.escrow?.box ?? '';
	expect(await openBox(community.halves, '0000-0000-0000-0000-0000-0000', box, user)).toBeUndefined();
	expect(await openBox(community.halves, community.code, box, 'somebody')).toBeUndefined();
	const code = (await openBox(community.halves, community.code.toLowerCase(), box, user)) ?? '';
	expect(code).toMatch(/^[0-9A-Z]{16}$/);

	expect(await recoverVault(user, '0000000000000000', OTHER, 'digits')).toMatchObject({ reason: 'wrong' });
	expect(await sameKey(key, await opened(recoverVault(user, code, OTHER, 'digits')))).toBe(true);
	expect(await sameKey(key, await opened(unlockVault(user, OTHER)))).toBe(true);
	expect(await unlockVault(user, PIN)).toMatchObject({ reason: 'wrong' });

	// Used up; the new one lies ready for the managers without any network.
	expect(await recoverVault(user, code, PIN, 'digits')).toMatchObject({ reason: 'wrong' });
	const next = await openBox(
		community.halves,
		community.code,
		(await readVault(user))?.escrow?.box ?? '',
		user
	);
	expect(next).not.toBe(code);
	await opened(recoverVault(user, next ?? '', PIN, 'digits'));
});

test('a box opens for its key alone', async () => {
	const [ours, theirs] = [await newCommunityKey(), await newCommunityKey()];
	const box = await sealForKey(ours.halves.publicKey, 'code', 'anna');
	expect(await openBox(ours.halves, ours.code, box, 'anna')).toBe('code');
	expect(await openBox(theirs.halves, theirs.code, box, 'anna')).toBeUndefined();
});
