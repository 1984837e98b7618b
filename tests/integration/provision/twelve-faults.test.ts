import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SmallCommunity } from './community';

const FAULTY = join(import.meta.dirname, '../../fixtures/roster-12-faults.csv');

/** Line, column, and what is said, for each of the twelve. The header's own name of the column is quoted. */
const EXPECTED = [
	['第 3 行 A 列“网格”：社区文件里没有网格“09 网格”', 'Line 3, column A "网格": The community file has no grid "09 网格"'],
	['第 4 行 F 列“房号”：不能为空', 'Line 4, column F "房号": Must not be empty'],
	['第 5 行 E 列“楼层”：楼层“二楼”', 'Line 5, column E "楼层": Floor "二楼"'],
	['第 6 行 K 列“出生年份”：出生年份“48”', 'Line 6, column K "出生年份": Birth year "48"'],
	['第 7 行 L 列“手机”：“1234567”不是手机号', 'Line 7, column L "手机": "1234567" is neither a mobile number'],
	['第 8 行 I 列“姓名”：含有换行', 'Line 8, column I "姓名": Holds a line break'],
	['第 10 行 O 列“关爱类别”：不认识的关爱类别“刑释”', 'Line 10, column O "关爱类别": Unknown care category "刑释"'],
	['第 11 行 M 列“与户主关系”：这一户（柳营里 1 幢 2 101）没有户主', 'Line 11, column M "与户主关系": This household (柳营里 1 幢 2 101) has no head'],
	['第 13 行 M 列“与户主关系”：这一户在第 12 行已有户主', 'Line 13, column M "与户主关系": This household already has a head, on line 12'],
	['第 14 行 G 列“用途”：这一户用途是空置', 'Line 14, column G "用途": The dwelling is vacant but has a resident'],
	['第 15 行：这一行有 8 个单元格，表头有 15 个', 'Line 15: This row has 8 cells, the header has 15'],
	['第 16 行 A 列“网格”：同一扇门（柳营里 1 幢 1 101）在第 2 行属于网格', 'Line 16, column A "网格": The same door (柳营里 1 幢 1 101) belongs to grid']
] as const; // prettier-ignore

let community: SmallCommunity;
beforeEach(async () => {
	community = await SmallCommunity.inFolder();
});
afterEach(() => community.remove());

it('a roster with 12 different faults gives 12 messages in both languages, and nothing is written', async () => {
	const roster = await readFile(FAULTY, 'utf8');
	const { code, out, err } = await community.create(roster, {}, '--lang', 'both');
	expect(code).toBe(1);
	expect(out).toBe('');
	const lines = err.trimEnd().split('\n');
	expect(lines).toHaveLength(13);
	EXPECTED.forEach(([zh, en], index) => {
		const [inChinese = '', inEnglish = ''] = lines[index]?.split(' / ') ?? [];
		expect(inChinese.slice(0, zh.length)).toBe(zh);
		expect(inEnglish.slice(0, en.length)).toBe(en);
	});
	expect(lines[12]).toMatch(/12 处错误，没有写入任何数据 .* has 12 faults; nothing was written$/);

	// Not even the data folder was made; on a CouchDB of one's own, no database of this community.
	expect(existsSync(join(community.folder, 'data'))).toBe(false);
	const databases = await community.withServer((server) => server.db.list());
	expect(databases.filter((name) => name.includes(community.code))).toEqual([]);
});

it('the same faults come as JSON, each with its code', async () => {
	const roster = await readFile(FAULTY, 'utf8');
	const { code, out } = await community.create(roster, {}, '--json');
	expect(code).toBe(1);
	const answer = JSON.parse(out) as {
		total: number;
		faults: { line: number; letter?: string; code: string }[];
	};
	expect(answer.total).toBe(12);
	expect(new Set(answer.faults.map((fault) => fault.code)).size).toBe(12);
	expect(answer.faults[0]).toMatchObject({ line: 3, letter: 'A', header: '网格', code: 'unknownGrid' });
});
