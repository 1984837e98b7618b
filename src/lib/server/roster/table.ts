import { m } from '../../paraglide/messages';
import type { Text } from '../text';
import type { Column } from './columns';
import { readCsv, type CsvRow, type QuoteFault } from './csv';
import { decodeRoster } from './decode';
import { fault, type FaultCode, type RosterFault } from './fault';
import { readHeader, type Header } from './header';
import { isOldExcel, isWorkbook, workbookRows } from './workbook-rows';

/** The rows below a table's header, as they could be read. */
export interface Table<K extends string> {
	/** `undefined` when nothing below can be read: then the faults say why. */
	readonly header: Header<K> | undefined;
	readonly rows: readonly CsvRow[];
	readonly faults: readonly RosterFault[];
}

/** Reads a table with known columns, CSV (UTF-8 or GBK) or `.xlsx`. */
export function readTable<K extends string>(bytes: Uint8Array, columns: readonly Column<K>[]): Table<K> {
	if (isWorkbook(bytes) || isOldExcel(bytes)) {
		const sheet = workbookRows(bytes);
		return sheet.ok ? tableOf(sheet.rows, [], columns) : unreadable([wholeFile(sheet.code, sheet.reason)]);
	}
	const text = decodeRoster(bytes);
	if (text === undefined)
		return unreadable([wholeFile('encoding', (locale) => m.roster_encoding({}, { locale }))]);
	const { rows, faults } = readCsv(text);
	return tableOf(rows, faults.map(quoteFault), columns);
}

function tableOf<K extends string>(
	table: readonly CsvRow[],
	readFaults: readonly RosterFault[],
	columns: readonly Column<K>[]
): Table<K> {
	const [first, ...rows] = table;
	if (!first || (rows.length === 0 && readFaults.length === 0))
		return unreadable([...readFaults, wholeFile('empty', (locale) => m.roster_empty({}, { locale }))]);
	const { header, faults } = readHeader(first, columns);
	const all = [...readFaults, ...faults];
	return faults.length > 0 ? unreadable(all) : { header, rows, faults: all };
}

const unreadable = (faults: readonly RosterFault[]) => ({ header: undefined, rows: [], faults });

const wholeFile = (code: FaultCode, reason: Text): RosterFault => fault({ line: 1 }, code, reason);

function quoteFault({ kind, line }: QuoteFault): RosterFault {
	return kind === 'unterminated'
		? fault({ line }, 'unterminatedQuote', (locale) => m.roster_unterminated_quote({}, { locale }))
		: fault({ line }, 'textAfterQuote', (locale) => m.roster_text_after_quote({}, { locale }));
}

/** How many faults are kept with their texts; beyond that only their number is told. */
const MAX_FAULTS = 200;

/** A file that is not sound as a whole. */
export interface Faulty {
	readonly ok: false;
	/** In file order, at most 200. */
	readonly faults: readonly RosterFault[];
	/** How many there are in all. */
	readonly total: number;
}

export function faulty(faults: readonly RosterFault[]): Faulty {
	const sorted = faults.toSorted((a, b) => a.line - b.line);
	return { ok: false, faults: sorted.slice(0, MAX_FAULTS), total: sorted.length };
}
