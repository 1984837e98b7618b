import type { Doc } from '../../record';
import { nextStamp } from '../../stamp';
import { canonicalJson } from './canonical';
import { IMPORTER } from './records';

/** What a run has to do with one record. */
export type Step =
	| { readonly do: 'write'; readonly doc: Doc }
	/** The database has it already, just so. */
	| { readonly do: 'nothing' }
	/** Somebody changed it since it was imported: the server never edits what a device wrote (server.md). */
	| { readonly do: 'keep' };

type Fields = Record<string, unknown>;

/** Fields that say when and by whom a record was written, not what it says. */
const BOOKKEEPING = new Set([
	'_rev',
	'createdAt',
	'createdBy',
	'device',
	'stamp',
	'stamps',
	'updatedAt',
	'updatedBy'
]);

/**
 * Compares a record as it should be with what the database holds.
 * @param now milliseconds since 1970
 */
export function reconcile(wanted: Doc, stored: Doc | undefined, now: number): Step {
	if (!stored) return { do: 'write', doc: wanted };
	const before = stored as unknown as Fields;
	const after = wanted as unknown as Fields;
	const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
		(key) => !BOOKKEEPING.has(key) && canonicalJson(before[key]) !== canonicalJson(after[key])
	);
	if (changed.length === 0) return { do: 'nothing' };
	if (!stored.stamp.endsWith(`.${IMPORTER.device}`)) return { do: 'keep' };

	const stamp = nextStamp(now, stored.stamp, IMPORTER.device);
	const stamps = {
		...(before.stamps as Fields | undefined),
		...Object.fromEntries(changed.map((key) => [key, stamp]))
	};
	const { createdAt, createdBy, device, _rev } = stored;
	const doc = { ...wanted, _rev, createdAt, createdBy, device, stamp, stamps };
	return {
		do: 'write',
		doc: { ...doc, updatedAt: new Date(now).toISOString(), updatedBy: IMPORTER.createdBy } as Doc
	};
}
