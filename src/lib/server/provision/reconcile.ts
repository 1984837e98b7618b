import { seenAfter } from '../../merge-edit';
import type { Doc } from '../../record';
import { nextStamp } from '../../stamp';
import { canonicalJson } from './canonical';
import { IMPORTER } from './import-id';

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
	'updatedBy',
	'seen',
	'contested',
	'agreed'
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
	if (editedInField(stored)) return { do: 'keep' };

	return { do: 'write', doc: rewritten(wanted, stored, changed, now) };
}

/** True when any field was written by a device, even if an import or a merge came after it. */
function editedInField(stored: Doc): boolean {
	const { stamps } = stored as { stamps?: Record<string, string> };
	return [stored.stamp, ...Object.values(stamps ?? {})].some(
		(stamp) => !stamp.endsWith(`.${IMPORTER.device}`)
	);
}

/** The stored record with what is wanted in it, stamped field by field so that it merges with edits from devices. */
function rewritten(wanted: Doc, stored: Doc, changed: readonly string[], now: number): Doc {
	const stamp = nextStamp(now, stored.stamp, IMPORTER.device);
	const { createdAt, createdBy, device, _rev } = stored;
	const { stamps: before } = stored as { stamps?: Record<string, string> };
	const stamps = { ...before, ...Object.fromEntries(changed.map((key) => [key, stamp])) };
	const seen = seenAfter(stored, { stamp, by: IMPORTER.createdBy });
	const updated = { updatedAt: new Date(now).toISOString(), updatedBy: IMPORTER.createdBy };
	return { ...wanted, _rev, createdAt, createdBy, device, stamp, stamps, seen, ...updated } as Doc;
}

/**
 * A record with some fields set by an administrator's explicit order, which counts even over edits from the field.
 * @returns `undefined` when it says all that already
 */
export function edited<D extends Doc>(stored: D, fields: Partial<D>, now: number): D | undefined {
	const wanted = { ...stored, ...fields };
	const changed = Object.keys(fields).filter(
		(key) => canonicalJson(wanted[key as keyof D]) !== canonicalJson(stored[key as keyof D])
	);
	return changed.length > 0 ? (rewritten(wanted, stored, changed, now) as D) : undefined;
}
