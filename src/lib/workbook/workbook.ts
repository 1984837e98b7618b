import { DoctypeError, tags } from './markup';
import { readSheet, type SheetRow } from './sheet';
import { readDateStyles } from './styles';
import { unpack, WorkbookRefusal } from './unpack';

/** A sheet of a workbook: its rows with something in them, as Excel shows them. */
export interface Sheet {
	readonly name: string;
	readonly rows: readonly SheetRow[];
}

/**
 * Reads an `.xlsx` file. Values become the text that Excel shows: numbers without rounding, dates as `2026-11-21`,
 * formulas as what they last gave.
 * @throws {WorkbookRefusal} for a file that is damaged, too large or hostile
 */
export function readWorkbook(bytes: Uint8Array): Sheet[] {
	try {
		const parts = unpack(bytes);
		const book = parts.get('xl/workbook.xml');
		if (book === undefined) throw new WorkbookRefusal('damaged');
		const targets = readTargets(parts.get('xl/_rels/workbook.xml.rels') ?? '');
		const context = {
			strings: readStrings(parts.get('xl/sharedstrings.xml') ?? ''),
			dateStyles: readDateStyles(parts.get('xl/styles.xml') ?? ''),
			from1904: /date1904="(?:1|true)"/.test(book)
		};
		const sheets: Sheet[] = [];
		for (const tag of tags(book)) {
			if (tag.name !== 'sheet') continue;
			const target = targets.get(tag.attribute('id') ?? '') ?? '';
			const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
			const xml = parts.get(path.toLowerCase());
			if (xml !== undefined)
				sheets.push({ name: tag.attribute('name') ?? '', rows: readSheet(xml, context) });
		}
		return sheets;
	} catch (error) {
		throw error instanceof DoctypeError ? new WorkbookRefusal('hostile') : error;
	}
}

/** Where the sheets lie in the package, by the id that the workbook calls them. */
function readTargets(xml: string): Map<string, string> {
	const targets = new Map<string, string>();
	for (const tag of tags(xml))
		if (tag.name === 'Relationship') targets.set(tag.attribute('Id') ?? '', tag.attribute('Target') ?? '');
	return targets;
}

/** The strings that cells share. Readings (`rPh`) are not part of the text. */
function readStrings(xml: string): string[] {
	const strings: string[] = [];
	let current = '';
	let reading = false;
	for (const tag of tags(xml)) {
		if (tag.name === 'si') current = '';
		if (tag.name === 'rPh') reading = !tag.empty;
		else if (tag.name === '/rPh') reading = false;
		else if (tag.name === 't' && !reading) current += tag.text();
		if (tag.name === '/si' || (tag.name === 'si' && tag.empty)) strings.push(current);
	}
	return strings;
}
