import { afterAll, expect, test } from 'vitest';
import { openTestServer } from '../fixtures/test-server';
import { openFaultRunner } from './runner.mjs';

/*
 * Two to four devices and a server that everything happens to. Whatever the order, afterwards everything that was saved
 * is on every peer, nothing twice, and nothing moves any more (design.md 11). Many more: `npm run faults -- --runs 10000`.
 */
const RUNS = 12;
/**
 * The same plans every time, a dozen in which nearly everything happens: what is asked of every change must not hang on
 * luck. Other seeds look for what these do not show.
 */
const SEED = 1122;

const server = await openTestServer(0);
const runner = await openFaultRunner(server);
afterAll(async () => {
	await runner.close();
	await server.close();
});

test('N1, N3: whatever happens on the way, everything saved arrives everywhere, once', async () => {
	const { totals, failure } = await runner.run({ seed: SEED, runs: RUNS });
	console.warn('fault runs:', JSON.stringify({ seed: SEED, ...totals }));
	expect(failure, `npm run faults -- --runs ${RUNS} --seed ${SEED}`).toBeUndefined();
	expect(totals).toMatchObject({ runs: RUNS, lost: 0, doubled: 0, broken: 0 });
}, 600_000);
