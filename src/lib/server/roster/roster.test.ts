import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { faultText } from './fault';
import { readRoster } from './roster';

const context = {
	grids: [
		{ code: '330102016001001', name: '01 网格' },
		{ code: '330102016001002', name: '02 网格' }
	],
	year: 2026
};
const HEADER = '网格,小区,楼栋,单元,楼层,房号,用途,户号,姓名,性别,出生年份,手机,与户主关系,居住性质,关爱类别';
/** 网格,小区,楼栋,楼层,房号,姓名,与户主关系 and one row, with CRLF. */
const GB18030 =
	'cdf8b8f12cd0a1c7f82cc2a5b6b02cc2a5b2e32cb7bfbac52cd0d5c3fb2cd3ebbba7d6f7b9d8cfb50d0a303120cdf8b8f12cc1f8d3aac0ef2c3320b4b12c352c3530312ccdf5d0e3d3a22cbba7d6f70d0a';
const read = (...lines: string[]) => readRoster(new TextEncoder().encode(lines.join('\n')), context);
const head = (room: string, more = '') =>
	`01 网格,柳营里,3 幢,2,5,${room},自住,,王秀英,女,1948,,户主,,${more}`;

describe('a sound roster', () => {
	it('becomes dwellings with households and people, head first', () => {
		const result = read(
			HEADER,
			'01 网格,柳营里,3 幢,2单元,5层,501室,自住,,李强,男,1975,,子女,,',
			'330102016001001,柳营里,3 幢,2,5,501,自住,,王秀英,女,1948,10400000001,户主,,独居老人；低保',
			',,,,,,,,,,,,,,',
			'02 网格,柳营里,9 幢,,B1,B01,空置,,,,,,,,'
		);
		expect(result).toMatchObject({
			ok: true,
			rows: 3,
			dwellings: [
				{
					grid: '330102016001001',
					stairUnit: '2',
					floor: 5,
					room: '501',
					households: [
						{
							people: [
								{
									name: '王秀英',
									relation: 'head',
									phone: '10400000001',
									careCategories: ['aloneElder', 'lowIncome']
								},
								{ name: '李强', relation: 'child' }
							]
						}
					]
				},
				{ grid: '330102016001002', floor: -1, use: 'vacant', households: [] }
			]
		});
	});

	it('has its header in either language and its columns in any order', () => {
		const result = read(
			'Name,Relation,Room,Floor,Building,Compound,Grid',
			'王秀英,head,501,5,3,柳营里,01 网格'
		);
		expect(result).toMatchObject({ ok: true, dwellings: [{ room: '501', use: 'home' }] });
	});

	it('may be UTF-8 with a byte order mark', () => {
		const bytes = new TextEncoder().encode(`\ufeff${HEADER}\r\n${head('501')}\r\n`);
		expect(readRoster(bytes, context)).toMatchObject({ ok: true, rows: 1 });
	});

	it('may be GB18030, as Excel in China saves it', () => {
		const result = readRoster(Uint8Array.from(Buffer.from(GB18030, 'hex')), context);
		expect(result).toMatchObject({
			ok: true,
			dwellings: [{ households: [{ people: [{ name: '王秀英' }] }] }]
		});
	});

	it('keeps two households of one dwelling apart by their number', () => {
		const result = read(
			HEADER,
			head('501').replace('自住,,', '自住,1,'),
			head('501').replace('自住,,', '自住,2,')
		);
		expect(result).toMatchObject({
			ok: true,
			dwellings: [{ households: [{ number: '1' }, { number: '2' }] }]
		});
	});
});

/** One file with one fault: what is said of it. */
const CASES: [name: string, lines: string[], line: number, letter: string | undefined, code: string][] = [
	['a missing column', [HEADER.replace('房号,', ''), head('501')], 1, undefined, 'missingColumn'],
	['an unknown column', [`${HEADER},身份证`, `${head('501')},`], 1, 'P', 'unknownColumn'],
	['a column twice', [`${HEADER},phone`, `${head('501')},`], 1, 'P', 'duplicateColumn'],
	['too few cells', [HEADER, '01 网格,柳营里'], 2, undefined, 'fieldCount'],
	['too many cells', [HEADER, `${head('501')},,x`], 2, undefined, 'fieldCount'],
	['an open quote', [HEADER, head('501'), '01 网格,"柳营里,3 幢'], 3, undefined, 'unterminatedQuote'],
	['text after a quote', [HEADER, '01 网格,"柳营里"x,3 幢', head('501')], 2, undefined, 'textAfterQuote'],
	['an unknown grid', [HEADER, head('501').replace('01 网格', '09 网格')], 2, 'A', 'unknownGrid'],
	['a missing room', [HEADER, head('')], 2, 'F', 'missing'],
	['a bad floor', [HEADER, head('501').replace(',5,', ',五,')], 2, 'E', 'floor'],
	['floor 0', [HEADER, head('501').replace(',5,', ',0,')], 2, 'E', 'floor'],
	['a bad birth year', [HEADER, head('501').replace('1948', '2031')], 2, 'K', 'birthYear'],
	['a bad phone', [HEADER, head('501').replace('1948,', '1948,12345678901')], 2, 'L', 'phone'],
	['an unknown category', [HEADER, head('501', '低保;上访')], 2, 'O', 'unknownCategory'],
	['an unknown relation', [HEADER, head('501').replace('户主', '房东')], 2, 'M', 'unknownWord'],
	['an unknown sex', [HEADER, head('501').replace(',女,', ',未知,')], 2, 'J', 'unknownWord'],
	['an unknown use', [HEADER, head('501').replace('自住', '自住？')], 2, 'G', 'unknownWord'],
	['an unknown tenure', [HEADER, head('501').replace('户主,,', '户主,借住,')], 2, 'N', 'unknownWord'],
	['no head', [HEADER, head('501').replace('户主', '配偶')], 2, 'M', 'noHead'],
	['two heads', [HEADER, head('501'), head('501').replace('王秀英', '李强')], 3, 'M', 'twoHeads'],
	[
		'a resident in a vacant dwelling',
		[HEADER, head('501').replace('自住', '空置')],
		2,
		'G',
		'vacantResident'
	],
	['nobody in a home', [HEADER, head('501').replace('王秀英', '')], 2, 'I', 'noName'],
	['a person twice', [HEADER, head('501'), head('501').replace('户主', '其他')], 3, 'I', 'duplicatePerson'],
	[
		'a door in two grids',
		[HEADER, head('501'), head('501').replace('01', '02').replace('王', '张')],
		3,
		'A',
		'twoGrids'
	],
	[
		'two floors of one door',
		[HEADER, head('501'), '01 网格,柳营里,3 幢,2,6,501,自住,,李强,,,,子女,,'],
		3,
		'E',
		'differs'
	],
	['a value that is too long', [HEADER, head('5'.repeat(21))], 2, 'F', 'tooLong'],
	[
		'a line break in a cell',
		[HEADER, head('501').replace('王秀英', '"王\n秀英"')],
		2,
		'I',
		'controlCharacter'
	],
	['a header alone', [HEADER], 1, undefined, 'empty'],
	['an empty file', [''], 1, undefined, 'empty']
];

describe('a roster with a fault', () => {
	it.each(CASES)('says where and why: %s', (_, lines, line, letter, code) => {
		const result = read(...lines);
		if (result.ok) throw new Error('no fault was found');
		const [found] = result.faults;
		expect(found).toMatchObject({ line, code });
		expect(found?.column?.letter).toBe(letter);
		for (const locale of ['zh-CN', 'en'] as const)
			expect(found && faultText(found, locale)).toMatch(
				locale === 'en' ? /^Line \d+.*: \S/ : /^第 \d+ 行.*：\S/
			);
	});

	it('counts lines as the file does, past line breaks inside quotes', () => {
		const broken = head('501').replace('王秀英', '"王\r\n秀\r\n英"');
		const result = readRoster(
			new TextEncoder().encode([HEADER, broken, head('502').replace('1948', 'x')].join('\r\n')),
			context
		);
		expect(result).toMatchObject({ ok: false, faults: [{ line: 2 }, { line: 5, code: 'birthYear' }] });
	});

	it('refuses bytes that are no text', () => {
		const result = readRoster(new Uint8Array([0xff, 0xfe, 0x51, 0x7f, 0x3c, 0x68]), context);
		expect(result).toMatchObject({ ok: false, faults: [{ line: 1, code: 'encoding' }] });
	});

	it('keeps 200 faults and counts the rest', () => {
		const result = read(HEADER, ...Array.from({ length: 250 }, (_, i) => head(`${i}`).replace('1948', 'x')));
		expect(result).toMatchObject({ ok: false, total: 250 });
		expect(!result.ok && result.faults.length).toBe(200);
	});
});

describe('a roster in a workbook', () => {
	const workbook = (...lines: string[]) => {
		const rows = lines.map((line, index) => {
			const cells = line.split(',').map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`);
			return `<row r="${index + 1}">${cells.join('').replace(/(<c t="inlineStr"><is><t><\/t><\/is><\/c>)+$/, '')}</row>`;
		});
		const parts = {
			'xl/workbook.xml': '<workbook><sheets><sheet name="1" r:id="a"/></sheets></workbook>',
			'xl/_rels/workbook.xml.rels': '<x><Relationship Id="a" Target="worksheets/sheet1.xml"/></x>',
			'xl/worksheets/sheet1.xml': `<worksheet>${rows.join('')}</worksheet>`
		};
		return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
	};

	it('is read like any other', () => {
		const result = readRoster(
			workbook(HEADER, head('501'), '02 网格,柳营里,9 幢,,1,101,空置,,,,,,,,'),
			context
		);
		expect(result).toMatchObject({ ok: true, dwellings: [{ room: '501' }, { use: 'vacant' }] });
	});

	it('has its faults told by row and column', () => {
		const result = readRoster(workbook(HEADER, '', head('501').replace('1948', 'x')), context);
		expect(result).toMatchObject({
			ok: false,
			faults: [{ line: 3, column: { letter: 'K' }, code: 'birthYear' }]
		});
	});

	it.each([
		['an old .xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1], 'old Excel file'],
		['half a workbook', [...workbook(HEADER).slice(0, 200)], 'damaged']
	])('is refused with what to do: %s', (_, bytes, words) => {
		const result = readRoster(Uint8Array.from(bytes), context);
		expect(!result.ok && result.faults[0]?.reason('en')).toContain(words);
	});
});
