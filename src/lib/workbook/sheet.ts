import { tags } from './markup';
import { WorkbookRefusal } from './unpack';

/** A row with at least one cell that is not empty. */
export interface SheetRow {
	/** As Excel counts, from 1. */
	readonly number: number;
	/** From column A on; cells that are not there are empty. */
	readonly cells: readonly string[];
}

export interface SheetContext {
	readonly strings: readonly string[];
	readonly dateStyles: ReadonlySet<number>;
	readonly from1904: boolean;
}

/** Rows that hold something; files that declare a million blank ones are common and harmless. */
const MAX_ROWS = 100_000;
const MAX_COLUMNS = 300;
const DAY_MS = 86_400_000;
/** Days from Excel's day 0 to 1970-01-01. */
const EPOCH = { from1900: 25_569, from1904: 24_107 };

/** @throws {WorkbookRefusal} when there are more rows than anybody types */
export function readSheet(xml: string, context: SheetContext): SheetRow[] {
	const rows: SheetRow[] = [];
	let number = 0;
	let cells: string[] = [];
	let column = -1;
	let type = 'n';
	let style = -1;
	let value: string | undefined;
	let reading = false;

	const endCell = () => {
		if (value === undefined || value === '' || column >= MAX_COLUMNS) return;
		while (cells.length < column) cells.push('');
		cells[column] = shown(value, type, style, context);
	};
	const endRow = () => {
		if (cells.some((cell) => cell !== '')) rows.push({ number, cells });
		if (rows.length > MAX_ROWS) throw new WorkbookRefusal('tooLarge');
		cells = [];
	};
	for (const tag of tags(xml)) {
		switch (tag.name) {
			case 'row':
				number = Number(tag.attribute('r') ?? number + 1);
				column = -1;
				break;
			case 'c':
				column = columnOf(tag.attribute('r')) ?? column + 1;
				type = tag.attribute('t') ?? 'n';
				style = Number(tag.attribute('s') ?? -1);
				value = undefined;
				break;
			case 'v':
				value = tag.text();
				break;
			case 'rPh':
				reading = !tag.empty;
				break;
			case '/rPh':
				reading = false;
				break;
			case 't':
				if (type === 'inlineStr' && !reading) value = (value ?? '') + tag.text();
				break;
			case '/c':
				endCell();
				break;
			case '/row':
				endRow();
				break;
		}
	}
	return rows;
}

/** `AB12` → 27; `undefined` when the cell does not say where it stands. */
function columnOf(reference: string | undefined): number | undefined {
	const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
	if (letters === undefined) return undefined;
	return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function shown(value: string, type: string, style: number, context: SheetContext): string {
	if (type === 's') return context.strings[Number(value)] ?? '';
	if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
	if (type !== 'n') return value;
	const number = Number(value);
	if (!Number.isFinite(number)) return value;
	if (!context.dateStyles.has(style)) return String(number);
	const days = number - (context.from1904 ? EPOCH.from1904 : EPOCH.from1900);
	const date = new Date(Math.round(days * DAY_MS));
	return Number.isNaN(date.getTime()) ? value : date.toISOString().slice(0, 10);
}
