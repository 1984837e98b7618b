import { m } from '../../paraglide/messages';
import type { Locale } from '../../paraglide/runtime';
import type { Text } from '../text';
import { columnLetter } from './csv';

/** One thing wrong in a roster file: where it stands, and why it is wrong. */
export interface RosterFault {
	/** Line of the file, from 1. In a workbook: the row's number. */
	readonly line: number;
	/** The line on which its row begins. */
	readonly row: number;
	/** Left out when the fault is no single column's. */
	readonly column?: { readonly header: string; readonly letter: string };
	/** Stable word for programs. */
	readonly code: FaultCode;
	readonly reason: Text;
}

export type FaultCode =
	| 'encoding'
	| 'empty'
	| 'missingColumn'
	| 'unknownColumn'
	| 'duplicateColumn'
	| 'fieldCount'
	| 'unterminatedQuote'
	| 'textAfterQuote'
	| 'controlCharacter'
	| 'tooLong'
	| 'missing'
	| 'unknownGrid'
	| 'floor'
	| 'birthYear'
	| 'phone'
	| 'unknownWord'
	| 'unknownCategory'
	| 'vacantResident'
	| 'noName'
	| 'noHead'
	| 'twoHeads'
	| 'duplicatePerson'
	| 'duplicateDwelling'
	| 'differs'
	| 'twoGrids'
	| 'userName'
	| 'repeated';

/** A place in the file: a line, and one column of it by index and header text. */
export interface Place {
	readonly line: number;
	/** The line on which the row begins, where that is another one. */
	readonly row?: number;
	readonly index?: number;
	readonly header?: string;
}

export function fault(place: Place, code: FaultCode, reason: Text): RosterFault {
	const at = { line: place.line, row: place.row ?? place.line };
	if (place.index === undefined) return { ...at, code, reason };
	const column = { header: place.header ?? '', letter: columnLetter(place.index) };
	return { ...at, column, code, reason };
}

/** The fault in words: `第 5 行 L 列“手机”：…`. */
export function faultText(fault: RosterFault, locale: Locale): string {
	const reason = fault.reason(locale);
	if (!fault.column) return m.roster_at_line({ line: fault.line, reason }, { locale });
	return m.roster_at_column({ line: fault.line, ...fault.column, reason }, { locale });
}
