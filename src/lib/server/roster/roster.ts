import { m } from '../../paraglide/messages';
import type { Text } from '../text';
import { readCsv, type CsvRow, type QuoteFault } from './csv';
import { decodeRoster } from './decode';
import { fault, type FaultCode, type RosterFault } from './fault';
import { groupDwellings, type RosterDwelling } from './dwellings';
import { readHeader } from './header';
import { isOldExcel, isWorkbook, workbookRows } from './workbook-rows';
import { readRow, type RosterContext, type RosterRow } from './row';

/** How many faults are kept with their texts; beyond that only their number is told. */
const MAX_FAULTS = 200;

export type RosterResult =
	| {
			readonly ok: true;
			readonly dwellings: readonly RosterDwelling[];
			/** Rows read, without the header and blank lines. */
			readonly rows: number;
	  }
	| {
			readonly ok: false;
			/** In file order, at most 200. */
			readonly faults: readonly RosterFault[];
			/** How many there are in all. */
			readonly total: number;
	  };

/**
 * Reads a roster of dwellings and residents, CSV or `.xlsx`. Either the whole file is sound, or nothing of it is used and every
 * fault is told.
 */
export function readRoster(bytes: Uint8Array, context: RosterContext): RosterResult {
	if (isWorkbook(bytes) || isOldExcel(bytes)) {
		const sheet = workbookRows(bytes);
		return sheet.ok ? readTable(sheet.rows, [], context) : failed([wholeFile(sheet.code, sheet.reason)]);
	}
	const text = decodeRoster(bytes);
	if (text === undefined)
		return failed([wholeFile('encoding', (locale) => m.roster_encoding({}, { locale }))]);
	const { rows, faults } = readCsv(text);
	return readTable(rows, faults.map(quoteFault), context);
}

function readTable(
	table: readonly CsvRow[],
	readFaults: readonly RosterFault[],
	context: RosterContext
): RosterResult {
	const [first, ...body] = table;
	if (!first || (body.length === 0 && readFaults.length === 0))
		return failed([...readFaults, wholeFile('empty', (locale) => m.roster_empty({}, { locale }))]);
	const { header, faults: headerFaults } = readHeader(first);
	const faults = [...readFaults, ...headerFaults];
	if (headerFaults.length > 0) return failed(faults);

	const rows: RosterRow[] = [];
	for (const cells of body) {
		const read = readRow(cells, header, context);
		faults.push(...read.faults);
		if (read.row) rows.push(read.row);
	}
	const grouped = groupDwellings(rows);
	faults.push(...grouped.faults);
	return faults.length > 0 ? failed(faults) : { ok: true, dwellings: grouped.dwellings, rows: rows.length };
}

function failed(faults: RosterFault[]): RosterResult {
	const sorted = faults.sort((a, b) => a.line - b.line);
	return { ok: false, faults: sorted.slice(0, MAX_FAULTS), total: sorted.length };
}

const wholeFile = (code: FaultCode, reason: Text): RosterFault => fault({ line: 1 }, code, reason);

function quoteFault({ kind, line }: QuoteFault): RosterFault {
	return kind === 'unterminated'
		? fault({ line }, 'unterminatedQuote', (locale) => m.roster_unterminated_quote({}, { locale }))
		: fault({ line }, 'textAfterQuote', (locale) => m.roster_text_after_quote({}, { locale }));
}
