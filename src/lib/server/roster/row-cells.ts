import { m } from '../../paraglide/messages';
import type { Text } from '../text';
import type { CsvRow } from './csv';
import { fault, type FaultCode, type Place, type RosterFault } from './fault';
import type { Header } from './header';
import { shownWords, type Words } from './words';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** The cells of one row by column, and the faults found in them so far. */
export class RowCells<K extends string = string> {
	readonly faults: RosterFault[] = [];
	readonly line: number;
	/** The row has as many cells as the header. */
	readonly aligned: boolean;
	readonly #cells: CsvRow;
	readonly #header: Header<K>;
	readonly #values = new Map<K, string>();

	constructor(cells: CsvRow, header: Header<K>) {
		this.#cells = cells;
		this.#header = header;
		this.line = cells[0].line;
		const extra = cells.slice(header.width).some((cell) => cell.text.trim() !== '');
		this.aligned = cells.length >= header.width && !extra;
		if (!this.aligned) {
			const counts = { found: cells.length, expected: header.width };
			this.faults.push(
				fault({ line: this.line }, 'fieldCount', (locale) => m.roster_field_count(counts, { locale }))
			);
		} else for (const { column, index } of header.columns) this.#take(column, cells[index]?.text ?? '');
	}

	/** What the column holds, trimmed; empty when there is no such column or its value was refused. */
	text(key: K): string {
		return this.#values.get(key) ?? '';
	}

	/** The same with full-width digits and letters made plain ones. */
	folded(key: K): string {
		return this.text(key).normalize('NFKC');
	}

	/** The code word for what stands in a column with a closed list. */
	word<T extends string>(key: K, list: Words<T>, read: (value: string) => T | undefined): T | undefined {
		const value = this.text(key);
		const word = value === '' ? undefined : read(value);
		if (value === '' || word) return word;
		return this.refuse(key, 'unknownWord', (locale) =>
			m.roster_unknown_word({ value, known: shownWords(list, locale) }, { locale })
		);
	}

	refuse(key: K, code: FaultCode, reason: Text): undefined {
		this.faults.push(fault(this.place(key), code, reason));
	}

	place(key: K): Place {
		const at = this.#header.columns.find((c) => c.column.key === key);
		return at
			? {
					line: this.#cells[at.index]?.line ?? this.line,
					row: this.line,
					index: at.index,
					header: at.header
				}
			: { line: this.line };
	}

	#take(column: Header<K>['columns'][number]['column'], written: string): void {
		const { key } = column;
		const value = written.normalize('NFC').trim();
		const size = { found: [...value].length, max: column.maxLength };
		if (CONTROL.test(value))
			this.refuse(key, 'controlCharacter', (locale) => m.roster_control_character({}, { locale }));
		else if (size.found > size.max)
			this.refuse(key, 'tooLong', (locale) => m.roster_too_long(size, { locale }));
		else if (value === '' && column.required && !column.mayBeEmpty)
			this.refuse(key, 'missing', (locale) => m.roster_missing({}, { locale }));
		else this.#values.set(key, value);
	}
}
