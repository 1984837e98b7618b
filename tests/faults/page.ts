import * as fc from 'fast-check';
import { faultRun } from './fault-run';
import { PLANS, type Storm } from './steps';
import { noTotals, type Totals } from './totals';
import { Neighbourhood } from './world';

/** What came of a number of runs with one seed. */
export interface Report {
	readonly totals: Totals;
	/** What was broken first; undefined when every run held. */
	readonly failure?: { readonly plan: string; readonly path: string; readonly error: string };
}

/** Tells the runner to fill the browser's disk, or to give the space back. */
async function fillDisk(full: boolean): Promise<void> {
	await fetch(`/disk/${full ? 'full' : 'free'}`, { method: 'POST' });
}

/**
 * @param shrink look for the smallest plan that fails: each try is a run of its own
 * @param path of fast-check, to meet a failure again without what came before it
 */
async function faultRuns(
	name: string,
	storm: Storm,
	seed: number,
	runs: number,
	shrink: boolean,
	path?: string
): Promise<Report> {
	const totals = noTotals();
	const neighbourhood = await Neighbourhood.open(name, fillDisk);
	try {
		const property = fc.asyncProperty(PLANS[storm], (each) => faultRun(each, neighbourhood, totals));
		const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(property, {
			seed,
			numRuns: runs,
			path,
			endOnFailure: !shrink
		});
		if (!failed) return { totals };
		const error = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
		return { totals, failure: { plan: fc.stringify(counterexample), path: counterexamplePath ?? '', error } };
	} finally {
		neighbourhood.close();
		for (const { name: database = '' } of await indexedDB.databases()) indexedDB.deleteDatabase(database);
	}
}

Object.assign(globalThis, { faultRuns });
