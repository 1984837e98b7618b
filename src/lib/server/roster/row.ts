import { m } from '../../paraglide/messages';
import type { CareCategory } from '../../people/people';
import type { ColumnKey } from './columns';
import type { CsvRow } from './csv';
import type { Place, RosterFault } from './fault';
import type { Header } from './header';
import { readPhone } from './phone';
import { RowCells } from './row-cells';
import * as words from './words';

/** What a roster is read against. */
export interface RosterContext {
	readonly grids: readonly { readonly code: string; readonly name: string }[];
	/** The newest birth year that makes sense: the year of the import. */
	readonly year: number;
}

/** One line of a roster, every value checked by itself. What a fault took away is empty. */
export interface RosterRow {
	readonly line: number;
	/** Nothing wrong with any of its values. */
	readonly sound: boolean;
	/** 15-digit code. */
	readonly grid: string;
	readonly compound: string;
	readonly building: string;
	readonly stairUnit: string;
	readonly floor: number;
	readonly room: string;
	readonly use: words.DwellingUse;
	readonly householdNumber: string;
	/** Empty for a dwelling without people. */
	readonly name: string;
	readonly sex: words.Sex | undefined;
	readonly birthYear: number | undefined;
	readonly phone: string | undefined;
	/** Present whenever there is a name. */
	readonly relation: words.Relation | undefined;
	readonly tenure: words.Tenure | undefined;
	readonly careCategories: readonly CareCategory[];
	place(key: ColumnKey): Place;
}

/** The row with everything that is wrong with its values; no row when its cells cannot be told apart. */
export function readRow(
	cells: CsvRow,
	header: Header<ColumnKey>,
	context: RosterContext
): { row?: RosterRow; faults: readonly RosterFault[] } {
	const row = new RowCells(cells, header);
	if (!row.aligned) return { faults: row.faults };
	const name = row.text('name');
	const read = {
		line: row.line,
		grid: gridOf(row, context) ?? '',
		compound: row.text('compound'),
		building: row.text('building'),
		stairUnit: row.folded('stairUnit').replace(/\s*(?:单元|门)$/, ''),
		floor: floorOf(row) ?? 0,
		room: row.folded('room').replace(/\s*(?:室|号)$/, ''),
		use: row.word('use', words.USE_WORDS, words.readUse) ?? 'home',
		householdNumber: row.text('household'),
		name,
		sex: row.word('sex', words.SEX_WORDS, words.readSex),
		birthYear: birthYearOf(row, context.year),
		phone: phoneOf(row),
		relation: row.word('relation', words.RELATION_WORDS, words.readRelation),
		tenure: row.word('tenure', words.TENURE_WORDS, words.readTenure),
		careCategories: categoriesOf(row),
		place: (key: ColumnKey) => row.place(key)
	};
	if (read.use === 'vacant' && name !== '')
		row.refuse('use', 'vacantResident', (locale) => m.roster_vacant_resident({ name }, { locale }));
	// What follows from an empty cell is only said of a row that is otherwise sound: one mistake, one message.
	else if (row.faults.length === 0 && read.use !== 'vacant' && name === '')
		row.refuse('name', 'noName', (locale) => m.roster_no_name({}, { locale }));
	else if (row.faults.length === 0 && name !== '' && read.relation === undefined)
		row.refuse('relation', 'missing', (locale) => m.roster_missing({}, { locale }));
	return { row: { ...read, sound: row.faults.length === 0 }, faults: row.faults };
}

function gridOf(row: RowCells, { grids }: RosterContext): string | undefined {
	const value = row.folded('grid');
	const grid = grids.find((g) => g.code === value || g.name.normalize('NFKC') === value);
	if (grid || value === '') return grid?.code;
	const names = grids.map((g) => g.name);
	return row.refuse('grid', 'unknownGrid', (locale) =>
		m.roster_unknown_grid({ value, known: names.join(locale === 'en' ? ', ' : '、') }, { locale })
	);
}

const FLOOR = /^(?:(-?\d{1,3})|B(\d))\s*(?:层|楼|F)?$/i;

function floorOf(row: RowCells): number | undefined {
	const value = row.folded('floor');
	if (value === '') return undefined;
	const [, plain, basement] = FLOOR.exec(value) ?? [];
	const floor = basement === undefined ? Number(plain) : -Number(basement);
	if (Number.isInteger(floor) && floor >= -5 && floor <= 120 && floor !== 0) return floor;
	return row.refuse('floor', 'floor', (locale) => m.roster_floor({ value }, { locale }));
}

function birthYearOf(row: RowCells, newest: number): number | undefined {
	const value = row.folded('birthYear').replace(/年$/, '');
	if (value === '') return undefined;
	const year = Number(value);
	if (/^\d{4}$/.test(value) && year >= 1900 && year <= newest) return year;
	return row.refuse('birthYear', 'birthYear', (locale) =>
		m.roster_birth_year({ value, max: newest }, { locale })
	);
}

function phoneOf(row: RowCells): string | undefined {
	const value = row.folded('phone');
	const phone = value === '' ? undefined : readPhone(value);
	if (value === '' || phone) return phone;
	return row.refuse('phone', 'phone', (locale) => m.roster_phone({ value }, { locale }));
}

function categoriesOf(row: RowCells): CareCategory[] {
	const categories = new Set<CareCategory>();
	for (const written of row.text('careCategories').split(/[;；、,，]/)) {
		const value = written.trim();
		const category = words.readCategory(value);
		if (category) categories.add(category);
		else if (value !== '')
			row.refuse('careCategories', 'unknownCategory', (locale) =>
				m.roster_unknown_category(
					{ value, known: words.shownWords(words.CATEGORY_WORDS, locale) },
					{ locale }
				)
			);
	}
	return [...categories];
}
