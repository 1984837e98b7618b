import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROSTER, SmallCommunity } from './community';

let community: SmallCommunity;
beforeEach(async () => {
	community = await SmallCommunity.inFolder();
});
afterEach(() => community.remove());

interface Answer {
	ok: boolean;
	households: number;
	residents: number;
	records: { written: number; unchanged: number };
	leftOut?: { total: number; faults: { line: number; letter?: string; code: string; en: string }[] }[];
}

/** A household with a wrong birth year in it, one whose head cannot be read, and two that are right. */
const LINES = [
	...ROSTER.split('\n'),
	'01 网格,柳营里,3 幢,2,5,502,自住,何梅,女,1950,,户主,',
	'01 网格,柳营里,3 幢,2,5,502,自住,何强,男,19八八,,子女,',
	'02 网格,柳营里,9 幢,,1,102,自住,周敏,女,1960,12345,户主,',
	'02 网格,柳营里,9 幢,,1,102,自住,周磊,男,1988,,子女,'
];

it('enters the rows that are right, names the others by line, column and reason, and ends with 3', async () => {
	const run = await community.create(LINES.join('\n'), {}, '--partial', '--json');
	expect(run.code).toBe(3);
	const answer = JSON.parse(run.out) as Answer;
	expect(answer).toMatchObject({ ok: false, households: 2, residents: 3 });
	expect(answer.leftOut?.[0]?.faults.map(({ line, letter, code }) => [line, letter, code])).toEqual([
		[6, 'J', 'birthYear'],
		[7, 'K', 'phone'],
		// Right in itself, but without its head it would be a household of nobody's.
		[8, 'L', 'noHead']
	]);
	expect(run.err).toContain('3 faults; those rows were not written');

	const mended = LINES.map((line) => line.replace('19八八', '1988').replace('12345', '13800000000'));
	const again = await community.create(mended.join('\n'), {}, '--partial', '--json');
	expect({ code: again.code, err: again.err }).toEqual({ code: 0, err: '' });
	const second = JSON.parse(again.out) as Answer;
	expect(second).toMatchObject({ ok: true, households: 3, residents: 6 });
	// The child, the household of the other door with its two people, and that door.
	expect(second.records.written).toBe(5);
	expect(second.records.unchanged).toBeGreaterThan(10);
});

it('without --partial nothing is written, and a file without one good row is refused all the same', async () => {
	expect((await community.create(LINES.join('\n'))).code).toBe(1);
	const none = [ROSTER.split('\n')[0], '09 网格,柳营里,3 幢,2,5,502,自住,何梅,女,1950,,户主,'].join('\n');
	expect((await community.create(none, {}, '--partial')).code).toBe(1);
	await community.withServer(async (server) => {
		expect((await server.db.list()).filter((name) => name.includes(community.code))).toEqual([]);
	});
});
