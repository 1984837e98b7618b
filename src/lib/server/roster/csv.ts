/*
 * Comma-separated values (RFC 4180) with the position of every cell. Our own sixty lines because every fault must
 * name its line: csv-parse 7.0.3 counts a CRLF inside quotes twice, stops at the first broken quote, and names the
 * last line of the file for a quote that was never closed.
 */

export interface Cell {
	readonly text: string;
	/** Line of the file on which the cell begins, from 1. */
	readonly line: number;
}
/** One row of cells; never empty. Blank lines are left out. */
export type CsvRow = readonly [Cell, ...Cell[]];

export interface QuoteFault {
	readonly kind: 'unterminated' | 'afterQuote';
	readonly line: number;
	/** Which cell of its row, from 0. */
	readonly cell: number;
}

const QUOTE = '"';
const isBreak = (char: string | undefined) => char === '\n' || char === '\r';

/** Rows with broken quotes are reported and left out; reading goes on at the next line where that makes sense. */
export function readCsv(text: string): { rows: CsvRow[]; faults: QuoteFault[] } {
	const rows: CsvRow[] = [];
	const faults: QuoteFault[] = [];
	let at = 0;
	let line = 1;

	/** Steps over CRLF, LF or CR at `at`. */
	const passBreak = () => {
		at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
		line += 1;
	};
	const passLine = () => {
		while (at < text.length && !isBreak(text[at])) at += 1;
	};

	/** The cell at `at`; `at` ends on the comma, the line break or the end. */
	const readCell = (index: number): Cell | QuoteFault => {
		const begun = line;
		let value = '';
		if (text[at] !== QUOTE) {
			const from = at;
			while (at < text.length && text[at] !== ',' && !isBreak(text[at])) at += 1;
			return { text: text.slice(from, at), line: begun };
		}
		at += 1;
		for (;;) {
			if (at >= text.length) return { kind: 'unterminated', line: begun, cell: index };
			const char = text[at] as string;
			if (char === QUOTE && text[at + 1] === QUOTE) {
				value += QUOTE;
				at += 2;
			} else if (char === QUOTE) {
				at += 1;
				break;
			} else if (isBreak(char)) {
				passBreak();
				value += '\n';
			} else {
				value += char;
				at += 1;
			}
		}
		if (at < text.length && text[at] !== ',' && !isBreak(text[at]))
			return { kind: 'afterQuote', line, cell: index };
		return { text: value, line: begun };
	};

	while (at < text.length) {
		const cells: Cell[] = [];
		let broken = false;
		for (;;) {
			const cell = readCell(cells.length);
			if ('kind' in cell) {
				faults.push(cell);
				broken = true;
				passLine();
				break;
			}
			cells.push(cell);
			if (text[at] !== ',') break;
			at += 1;
		}
		if (at < text.length) passBreak();
		const [first, ...rest] = cells;
		if (!broken && first && cells.some((cell) => cell.text.trim() !== '')) rows.push([first, ...rest]);
	}
	return { rows, faults };
}

/** The letter that a spreadsheet shows above a column: 0 → A, 26 → AA. */
export function columnLetter(index: number): string {
	const head = Math.floor(index / 26);
	return (head > 0 ? columnLetter(head - 1) : '') + String.fromCharCode(65 + (index % 26));
}
