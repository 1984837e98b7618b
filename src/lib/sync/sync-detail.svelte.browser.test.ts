import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { dayOf } from '../org/calendar';
import { openLedger } from '../store/ledger';
import { openStore } from '../store/open';
import { GRID, newUser, visit } from '../store/scenarios';
import { SyncDetail } from './sync-detail.svelte';

const ZONE = 'Asia/Shanghai';

test('N3: what waits and what was sent today comes from rows, record by record and scope by scope', async () => {
	const user = newUser();
	const store = await openStore(user, 'plain');
	const ledger = openLedger(user);
	const now = new Date().toISOString();
	const mine = visit({ createdBy: user, createdAt: now, startedAt: now });
	await store.save(GRID, mine);
	const detail = new SyncDetail(store, user, dayOf(now, ZONE), ZONE, async () => 2);
	const seen = { waiting: -1, sent: -1, photos: -1, figures: '' };
	const stop = $effect.root(() => {
		$effect(() => {
			seen.waiting = detail.waiting.length;
			seen.sent = detail.sentToday.length;
			seen.photos = detail.photosWaiting;
			seen.figures = JSON.stringify(detail.figuresOf([GRID]));
		});
	});
	flushSync();
	await vi.waitFor(() => expect(seen).toMatchObject({ waiting: 1, sent: 0, photos: 2 }));
	await ledger.acknowledge(GRID, await ledger.unsent(GRID));
	await vi.waitFor(() => expect(seen).toMatchObject({ waiting: 0, sent: 1 }));
	expect(JSON.parse(seen.figures)).toEqual([{ scope: GRID, waiting: 0, sentToday: 1 }]);
	stop();
	ledger.close();
	store.close();
});
