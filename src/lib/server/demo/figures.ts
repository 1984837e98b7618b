/** The demo's clock: everything in it is as of this day. */
export const DEMO_DAY = '2026-11-21';
export const DEMO_YEAR = 2026;

/**
 * How many of what the demo community has (domain.md 4.1, 4.2, 4.4). Exact, so that a test can say so and a figure on
 * a manager's screen can be checked by hand.
 */
export const FIGURES = {
	grids: 8,
	households: 3_057,
	residents: 10_170,
	/** 60 and older: 22 %. */
	elders: 2_237,
	aloneElders: 315,
	elderCouples: 500,
	/** Families with one old person, and with two. */
	familiesWithElder: 322,
	familiesWithElders: 300,
	lowIncome: 219,
	/** Rental households, in 458 flats (15 % of the lived-in ones): three flats are shared by two households. */
	rental: 461,
	sharedFlats: 3
} as const;
