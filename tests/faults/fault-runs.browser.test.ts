import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ulid } from 'ulid';
import { ownServer } from '../../src/lib/sync/scenarios';
import { faultRun, noTotals } from './fault-run';
import { plan } from './steps';
import { Neighbourhood } from './world';

/*
 * Two to four devices and a server that everything happens to. Whatever the order, afterwards everything that was saved
 * is on every peer, nothing twice, and nothing moves any more (design.md 11). Many more: `npm run faults -- --runs 10000`.
 */
ownServer();

const RUNS = 12;
const totals = noTotals();
afterAll(() => console.warn('fault runs:', JSON.stringify(totals)));

test('N1, N3: whatever happens on the way, everything saved arrives everywhere, once', async () => {
	const neighbourhood = await Neighbourhood.open(`faults-${ulid().toLowerCase()}`, () => Promise.resolve());
	try {
		await fc.assert(
			fc.asyncProperty(plan, (each) => faultRun(each, neighbourhood, totals)),
			{ numRuns: RUNS }
		);
		expect(totals).toMatchObject({ lost: 0, doubled: 0, broken: 0 });
	} finally {
		neighbourhood.close();
	}
}, 600_000);
