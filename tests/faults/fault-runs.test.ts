import { afterAll, expect, test } from 'vitest';
import { openTestServer } from '../fixtures/test-server';
import { openFaultRunner } from './runner.mjs';

/*
 * Two to four devices and a server that everything happens to. Whatever the order, afterwards everything that was saved
 * is on every peer, nothing twice, and nothing moves any more (design.md 11). Many more: `npm run faults -- --runs 10000`.
 */
/**
 * The same plans every time, in which nearly everything happens: what is asked of every change must not hang on luck.
 * Other seeds look for what these do not show.
 */
const SEED = 1122;
const STORMS = [
	{
		rule: 'N1, N3: whatever happens on the way, everything saved arrives everywhere, once',
		storm: 'any',
		runs: 12
	},
	{
		rule: 'N1, N7: what left a device with its role comes back to a server that was restored from before',
		storm: 'parted',
		runs: 6
	}
] as const;

const server = await openTestServer(0);
const runner = await openFaultRunner(server);
afterAll(async () => {
	await runner.close();
	await server.close();
});

test.each(STORMS)(
	'$rule',
	async ({ storm, runs }) => {
		const { totals, failure } = await runner.run({ seed: SEED, runs, storm });
		console.warn('fault runs:', JSON.stringify({ storm, seed: SEED, ...totals }));
		expect(failure, `npm run faults -- --runs ${runs} --storm ${storm} --seed ${SEED}`).toBeUndefined();
		expect(totals).toMatchObject({ runs, lost: 0, doubled: 0, broken: 0 });
	},
	600_000
);
