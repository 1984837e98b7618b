import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { WorkbookRefusal } from './unpack';
import { readWorkbook } from './workbook';

/** A workbook as Excel packs it, with this sheet. */
function packed(sheet: string, more: Record<string, string> = {}): Uint8Array {
	const parts = {
		'[Content_Types].xml': '<Types/>',
		'xl/workbook.xml':
			'<workbook xmlns:r="x"><sheets><sheet name="名册 &amp; 住户" sheetId="1" r:id="rId1"/></sheets></workbook>',
		'xl/_rels/workbook.xml.rels':
			'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
		'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet><sheetData>${sheet}</sheetData></worksheet>`,
		...more
	};
	return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}
const rowsOf = (bytes: Uint8Array) => readWorkbook(bytes)[0]?.rows;
const refusal = (bytes: Uint8Array): unknown => {
	try {
		return readWorkbook(bytes);
	} catch (error) {
		return error instanceof WorkbookRefusal ? error.why : error;
	}
};

describe('a workbook', () => {
	it('gives its rows as Excel shows them, each with its number', () => {
		const sheet =
			'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>3 &lt; 4</t></is></c></row>' +
			'<row r="2"/><row r="3"><c r="A3" s="1"><v>46347</v></c></row>' +
			'<row r="7"><c r="B7"><v>1.3812345678E10</v></c><c t="b"><v>1</v></c><c t="str"><v>a</v></c></row>';
		const strings = '<sst><si><r><t>王</t></r><r><t>秀英</t></r><rPh><t>wang</t></rPh></si></sst>';
		const styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
		const book = packed(sheet, { 'xl/sharedStrings.xml': strings, 'xl/styles.xml': styles });
		expect(readWorkbook(book)[0]?.name).toBe('名册 & 住户');
		expect(rowsOf(book)).toEqual([
			{ number: 1, cells: ['王秀英', '', '3 < 4'] },
			{ number: 3, cells: ['2026-11-21'] },
			{ number: 7, cells: ['', '13812345678', 'TRUE', 'a'] }
		]);
	});

	it('may declare a million blank rows', () => {
		expect(
			rowsOf(packed('<row r="1"><c r="XFD1"><v>1</v></c></row>'.repeat(3) + '<row r="1048576"/>'))
		).toEqual([]);
	});

	it.each([
		[
			'a document type',
			packed('', { 'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>' }),
			'hostile'
		],
		['a bomb', packed('', { 'xl/sharedStrings.xml': ' '.repeat(90 << 20) }), 'tooLarge'],
		['a zip file that is no workbook', zipSync({ 'a.txt': strToU8('a') }), 'damaged'],
		['half a file', packed('<row/>').slice(0, 300), 'damaged'],
		['too many rows', packed('<row><c><v>1</v></c></row>'.repeat(100_001)), 'tooLarge']
	])('is refused: %s', (_, bytes, why) => {
		expect(refusal(bytes)).toBe(why);
	});
});
