import * as fc from 'fast-check';
import type { Fault } from '../../src/lib/sync/test-server';

/** One thing that happens in a fault run. `device` counts modulo the run's devices, `tab` is one of its two tabs. */
export type Step =
	| { do: 'visit'; device: number; tab: 0 | 1; other: boolean; refused: boolean }
	| { do: 'edit'; device: number; tab: 0 | 1; household: 0 | 1; field: string }
	| { do: 'round'; device: number; tab: 0 | 1; kind: 'all' | 'send' | 'retry' }
	/** A round, and records saved in both tabs while it runs. */
	| { do: 'busyRound'; device: number; tab: 0 | 1; saves: number }
	/** Whether what a device says of itself is true. */
	| { do: 'look'; device: number }
	/** All devices at once. */
	| { do: 'everybody' }
	/** Both tabs of a device hold themselves for the leader, as when a frozen one comes back. */
	| { do: 'twoLeaders'; device: number }
	/** The tab dies at this request: before the server gets it, after it has committed, or shortly after its answer. */
	| {
			do: 'kill';
			device: number;
			tab: 0 | 1;
			match: string;
			at: 'before' | 'committed' | 'answered';
			wait: number;
	  }
	| { do: 'fault'; device: number | 'all'; fault: Omit<Fault, 'device'> }
	| { do: 'signOut' | 'signIn' | 'takeRole' | 'giveRole'; device: number }
	| { do: 'others'; count: number }
	| { do: 'restart' | 'backup' | 'restoreFiles' | 'restoreDocuments' }
	/** The disk is full, or has space again, on all devices of the browser. */
	| { do: 'full' | 'free' }
	/** The server refuses some records, or takes them again. */
	| { do: 'refuse' | 'accept' };

/** What a fault run is made of; the same plan is the same run. */
export interface Plan {
	readonly devices: number;
	/** Whether there is a second scope, which the first device and a third or fourth hold as well. */
	readonly twoScopes: boolean;
	/** Milliseconds by which the clock of each device is wrong. */
	readonly skews: readonly number[];
	readonly steps: readonly Step[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Fields of a household that devices edit; a newer app's fields are fields like any other. */
const FIELDS = ['remark', 'doorbell', 'parking'] as const;

const device = fc.nat(3);
const tab = fc.constantFrom<0 | 1>(0, 0, 0, 1);
const match = fc.constantFrom(
	'/db/',
	'_bulk_docs',
	'_revs_diff',
	'_local',
	'_changes',
	'_bulk_get',
	'_all_docs',
	'PUT',
	'_session'
);
const times = fc.integer({ min: 1, max: 3 });

const faultOf: fc.Arbitrary<Omit<Fault, 'device'>> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constantFrom('cut' as const, 'cutAfterCommit' as const, 'truncate' as const, 'page' as const),
			match,
			times
		})
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('status' as const),
			match,
			times,
			status: fc.constantFrom(401, 403, 413, 429, 500, 503)
		})
	}
);

const on = <Name extends Step['do']>(name: Name) => fc.constant(name);
const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });

const step: fc.Arbitrary<Step> = fc.oneof(
	weighted(6, fc.record({ do: on('visit'), device, tab, other: fc.boolean(), refused: fc.constant(false) })),
	weighted(
		1,
		fc.record({ do: on('visit'), device, tab, other: fc.constant(false), refused: fc.constant(true) })
	),
	weighted(
		6,
		fc.record({
			do: on('edit'),
			device,
			tab,
			household: fc.constantFrom<0 | 1>(0, 1),
			field: fc.constantFrom(...FIELDS)
		})
	),
	weighted(
		6,
		fc.record({ do: on('round'), device, tab, kind: fc.constantFrom('all', 'all', 'send', 'retry') })
	),
	weighted(3, fc.record({ do: on('busyRound'), device, tab, saves: fc.integer({ min: 1, max: 4 }) })),
	weighted(2, fc.record({ do: on('look'), device })),
	weighted(2, fc.record({ do: on('everybody') })),
	weighted(1, fc.record({ do: on('twoLeaders'), device })),
	weighted(
		2,
		fc.record({
			do: on('kill'),
			device,
			tab,
			match,
			at: fc.constantFrom('before', 'committed', 'answered'),
			wait: fc.nat(12)
		})
	),
	weighted(
		6,
		fc.record({ do: on('fault'), device: fc.oneof(device, fc.constant('all' as const)), fault: faultOf })
	),
	weighted(3, fc.record({ do: fc.constantFrom('signOut', 'signIn', 'takeRole', 'giveRole'), device })),
	weighted(1, fc.record({ do: on('others'), count: fc.integer({ min: 1, max: 3 }) })),
	weighted(1, fc.record({ do: on('restart') })),
	weighted(2, fc.record({ do: on('backup') })),
	weighted(2, fc.record({ do: fc.constantFrom('restoreFiles', 'restoreDocuments') })),
	weighted(1, fc.record({ do: fc.constantFrom('full', 'free') })),
	weighted(1, fc.record({ do: fc.constantFrom('refuse', 'accept') }))
);

const planOf = (steps: fc.Arbitrary<Step[]>): fc.Arbitrary<Plan> =>
	fc.record({
		devices: fc.constantFrom(2, 2, 2, 3, 3, 4),
		twoScopes: fc.constantFrom(false, false, false, true),
		skews: fc.array(fc.constantFrom(0, 0, 7 * MINUTE, -3 * 60 * MINUTE, 20 * DAY, -20 * DAY), {
			minLength: 4,
			maxLength: 4
		}),
		steps
	});

const few = fc.array(step, { maxLength: 2 });

/**
 * What an ordinary storm meets once in thousands of runs: a device sends, loses its role, lets go, and the server is
 * restored from before; other things happen in between.
 */
const partedAndRestored: fc.Arbitrary<Step[]> = fc
	.record({
		device,
		between: fc.array(few, { minLength: 6, maxLength: 6 }),
		other: fc.boolean(),
		field: fc.constantFrom(...FIELDS),
		restore: fc.constantFrom('restoreFiles' as const, 'restoreDocuments' as const)
	})
	.map(({ device, between, other, field, restore }) => {
		const round: Step = { do: 'round', device, tab: 0, kind: 'all' };
		const steps: Step[][] = [
			[{ do: 'everybody' }, { do: 'backup' }],
			[
				{ do: 'visit', device, tab: 0, other, refused: false },
				{ do: 'edit', device, tab: 0, household: 0, field }
			],
			[round],
			[{ do: 'takeRole', device }],
			[round],
			[{ do: restore }]
		];
		return steps.flatMap((each, n) => [...each, ...(between[n] ?? [])]);
	});

/** What storms there are. */
export const PLANS = {
	any: planOf(fc.array(step, { minLength: 3, maxLength: 16 })),
	parted: planOf(partedAndRestored)
} as const;
export type Storm = keyof typeof PLANS;
