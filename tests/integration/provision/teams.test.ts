import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROSTER, SmallCommunity, type Run } from './community';

let community: SmallCommunity;
beforeAll(async () => {
	community = await SmallCommunity.inFolder();
	expect((await community.create(ROSTER)).code).toBe(0);
});
afterAll(() => community.remove());

interface Answer {
	ok: boolean;
	teams: { code: string; name: string; volunteers: number }[];
	databases: { scope: string; created: boolean; written: number; unchanged: number }[];
	accounts: { userName: string; did: string; roles: string[]; password?: string }[];
	leftOut?: { total: number; faults: { line: number; header: string; code: string }[] }[];
}

async function create(lines: readonly string[], ...options: string[]): Promise<Run & { answer: Answer }> {
	const file = join(community.folder, 'teams.csv');
	await writeFile(file, ['队伍,队伍类别,服务网格,账号,姓名,特长,队长', ...lines].join('\n'));
	const args = ['--community', community.code, '--file', file, '--json', ...options];
	const run = await community.run('team', 'create', ...args);
	return { ...run, answer: JSON.parse(run.out) as Answer };
}
const wind = () => [
	`晚风,特色队,01 网格、02 网格,a${community.code},李强,理发,是`,
	`和风,服务队,02 网格,b${community.code},周敏,陪伴聊天、代购,是`,
	`和风,,,c${community.code},吴梅,,`
];

it('a list of volunteers becomes teams, databases and accounts; the same list again changes nothing', async () => {
	const { code, answer } = await create(wind());
	expect(code).toBe(0);
	expect(answer.teams).toEqual([
		{ code: `${community.code}t01`, name: '晚风', volunteers: 1 },
		{ code: `${community.code}t02`, name: '和风', volunteers: 2 }
	]);
	const rolesOf = (name: string) => answer.accounts.find(({ userName }) => userName === name)?.roles ?? [];
	expect(rolesOf(`c${community.code}`).toSorted()).toEqual(
		[`care:${community.code}t02`, `org:${community.code}`, `user:c${community.code}`, 'volunteer'].toSorted()
	);
	// The worker of grid 1 helps with the team of both grids; the manager reads every team.
	expect(rolesOf(community.worker)).toContain(`care:${community.code}t01`);
	expect(rolesOf(community.worker)).not.toContain(`care:${community.code}t02`);
	expect(rolesOf(community.manager)).toEqual(
		expect.arrayContaining([`care:${community.code}t01`, `care:${community.code}t02`])
	);

	const again = await create(wind().toReversed());
	expect(again.answer.teams.map((team) => team.code).toSorted()).toEqual(
		answer.teams.map((team) => team.code)
	);
	expect(again.answer.databases.map(({ created, written }) => [created, written])).toEqual([
		[false, 0],
		[false, 0],
		[false, 0]
	]);
	expect(again.answer.accounts.every(({ did }) => did === 'nothing')).toBe(true);
	const doctor = await community.run('doctor', '--community', community.code, '--json');
	const { findings } = JSON.parse(doctor.out) as { findings: { where: string }[] };
	expect(findings.filter(({ where }) => where.includes(community.code))).toEqual([]);
});

it('a team can be made by hand, before it has volunteers', async () => {
	const args = [
		'--community',
		community.code,
		'--name',
		'青松',
		'--grid',
		community.grids[0],
		'--lang',
		'en'
	];
	const run = await community.run('team', 'create', ...args);
	expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: '' });
	expect(run.out).toContain('青松: 0 volunteers');
});

it('faults are told by line and column, and nothing is written; with --partial the good rows are', async () => {
	const bad = [
		`睦风,服务队,09 网格,d${community.code},何梅,,`,
		`睦风,服务队,01 网格,E!,何梅,,`,
		`睦风,服务队,01 网格,f${community.code},何兰,,`
	];
	const refused = await create(bad);
	expect(refused.code).toBe(1);
	expect(refused.err).toContain('nothing was written');
	const partly = await create(bad, '--partial');
	expect(partly.code).toBe(3);
	expect(partly.answer.teams).toMatchObject([{ name: '睦风', volunteers: 1 }]);
	expect(partly.answer.leftOut?.[0]?.faults.map(({ line, header, code }) => [line, header, code])).toEqual([
		[2, '服务网格', 'unknownGrid'],
		[3, '账号', 'userName']
	]);
});

it.each([
	[['--community', '000000000000', '--name', 'x', '--grid', '1'], 'There is no community 000000000000'],
	[['--community', 'CODE', '--name', 'x', '--grid', '110000000001001'], 'has no grid 110000000001001'],
	[['--community', 'CODE'], 'Give --file, or --name and --grid']
])('orders that make no sense are refused with a sentence: %j', async (options, sentence) => {
	const args = options.map((option) => (option === 'CODE' ? community.code : option));
	const run = await community.run('team', 'create', ...args, '--lang', 'en');
	expect(run.code).toBe(1);
	expect(run.err).toContain(sentence);
});
