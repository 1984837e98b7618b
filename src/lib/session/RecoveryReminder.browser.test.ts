import axe from 'axe-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { ulid } from 'ulid';
import { overwriteGetLocale } from '../paraglide/runtime';
import type { Store } from '../store/contract';
import { openStore } from '../store/open';
import { household, newUser, testSealer } from '../store/scenarios';
import { scopeStateKey, type ScopeState } from '../sync/contract';
import { newCommunityKey } from './community-key';
import { recoveryKeyType, type RecoveryKey } from './recovery-key';
import RecoveryReminder from './RecoveryReminder.svelte';

const community = 'org-330102016001';
let store: Store;
beforeEach(async () => {
	overwriteGetLocale(() => 'zh-CN');
	store = await openStore(newUser(), testSealer);
});
afterEach(() => store.close());

const loaded = (complete: boolean) =>
	store.writeSetting(scopeStateKey(community), {
		firstLoad: { loaded: 1, total: 1, complete }
	} satisfies ScopeState);
const link = () => page.getByRole('link', { name: '生成恢复口令' });

test('a manager is urged to make the recovery key until the community has one', async () => {
	await loaded(true);
	render(RecoveryReminder, { store, community });
	await expect.element(link()).toHaveAttribute('href', '/me/recovery');
	expect((await axe.run('.reminder')).violations.map(({ id }) => id)).toEqual([]);
	const { halves } = await newCommunityKey();
	const { dwelling: _d, tenure: _t, ...signed } = household();
	const { type, v } = recoveryKeyType;
	const key = { ...signed, _id: `${type}:${ulid()}`, type, v, ...halves } as unknown as RecoveryKey;
	expect(await store.save(community, key)).toMatchObject({ ok: true });
	await expect.element(link()).not.toBeInTheDocument();
});

test('nobody is urged before it is known whether there is one', async () => {
	await loaded(false);
	render(RecoveryReminder, { store, community });
	await expect.element(link()).not.toBeInTheDocument();
	await loaded(true);
	await expect.element(link()).toBeVisible();
});
