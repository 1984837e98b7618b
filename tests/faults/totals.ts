/** What runs come to, added up. */
export interface Totals {
	runs: number;
	steps: number;
	/** Records and edits of which a device was told that they are saved. */
	acknowledged: number;
	lost: number;
	doubled: number;
	/** Runs that broke any invariant, losses and doubles included. */
	broken: number;
	/** Steps by their names. Of faults on the line the runner's server tells how many struck. */
	happened: Record<string, number>;
}

export const noTotals = (): Totals => ({
	runs: 0,
	steps: 0,
	acknowledged: 0,
	lost: 0,
	doubled: 0,
	broken: 0,
	happened: {}
});

export function count(happened: Record<string, number>, more: Readonly<Record<string, number>>): void {
	for (const [what, times] of Object.entries(more)) happened[what] = (happened[what] ?? 0) + times;
}
