import { m } from '../../paraglide/messages';
import { columnNamed, type Column } from './columns';
import { columnLetter, type CsvRow } from './csv';
import { fault, type RosterFault } from './fault';

/** Where each known column stands in this file. */
export interface Header<K extends string = string> {
	/** Number of cells that every row must have. */
	readonly width: number;
	readonly columns: readonly {
		readonly column: Column<K>;
		readonly index: number;
		readonly header: string;
	}[];
}

/** Reads the first row. Rows below are only worth reading when it has no fault. */
export function readHeader<K extends string>(
	row: CsvRow,
	columns: readonly Column<K>[]
): { header: Header<K>; faults: RosterFault[] } {
	const faults: RosterFault[] = [];
	const found = new Map<K, Header<K>['columns'][number]>();
	row.forEach((cell, index) => {
		const text = cell.text.trim();
		const place = { line: cell.line, index, header: text };
		const column = columnNamed(columns, text);
		const earlier = column && found.get(column.key);
		if (!column)
			faults.push(
				fault(place, 'unknownColumn', (locale) => m.roster_unknown_column({ value: text }, { locale }))
			);
		else if (earlier)
			faults.push(
				fault(place, 'duplicateColumn', (locale) =>
					m.roster_duplicate_column(
						{ letter: columnLetter(earlier.index), other: earlier.header },
						{ locale }
					)
				)
			);
		else found.set(column.key, { column, index, header: text });
	});
	for (const column of columns)
		if (column.required && !found.has(column.key))
			faults.push(
				fault({ line: row[0].line }, 'missingColumn', (locale) =>
					m.roster_missing_column({ column: locale === 'en' ? column.en : column.zh }, { locale })
				)
			);
	return { header: { width: row.length, columns: [...found.values()] }, faults };
}
