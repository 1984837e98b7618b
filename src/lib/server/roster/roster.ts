import { COLUMNS } from './columns';
import { groupDwellings, type RosterDwelling } from './dwellings';
import type { RosterFault } from './fault';
import { readRow, type RosterContext, type RosterRow } from './row';
import { faulty, readTable, type Faulty } from './table';

/** What of a roster can be entered. */
export interface SoundRoster {
	readonly dwellings: readonly RosterDwelling[];
	/** Rows read, without the header and blank lines. */
	readonly rows: number;
}

export type RosterResult =
	| ({ readonly ok: true } & SoundRoster)
	/** `sound` is what is left without the faulty rows: for whoever asks to begin with that. */
	| (Faulty & { readonly sound: SoundRoster });

/**
 * Reads a roster of dwellings and residents, CSV or `.xlsx`, and tells every fault in it.
 */
export function readRoster(bytes: Uint8Array, context: RosterContext): RosterResult {
	const { header, rows: table, faults: tableFaults } = readTable(bytes, COLUMNS);
	if (!header) return { ...faulty(tableFaults), sound: { dwellings: [], rows: 0 } };
	const faults: RosterFault[] = [...tableFaults];
	const rows: RosterRow[] = [];
	for (const cells of table) {
		const read = readRow(cells, header, context);
		faults.push(...read.faults);
		if (read.row) rows.push(read.row);
	}
	const grouped = groupDwellings(rows);
	faults.push(...grouped.faults);
	if (faults.length === 0) return { ok: true, dwellings: grouped.dwellings, rows: rows.length };
	const { sound, orphaned } = soundPart(rows.filter((row) => row.sound));
	const known = new Set(faults.map((fault) => fault.row));
	return { ...faulty([...faults, ...orphaned.filter((fault) => !known.has(fault.row))]), sound };
}

/**
 * The rows that are right, alone and together: without a faulty head, a whole household has nobody to stand for it.
 * `orphaned` says of each row that is right in itself why it is left out all the same.
 */
function soundPart(rows: readonly RosterRow[]): { sound: SoundRoster; orphaned: RosterFault[] } {
	const orphaned: RosterFault[] = [];
	for (let left = rows; ;) {
		const { dwellings, faults } = groupDwellings(left);
		if (faults.length === 0) return { sound: { dwellings, rows: left.length }, orphaned };
		orphaned.push(...faults);
		const bad = new Set(faults.map((fault) => fault.row));
		left = left.filter((row) => !bad.has(row.line));
	}
}
