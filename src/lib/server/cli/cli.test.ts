import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from './cli';

async function linli(args: string[], env: NodeJS.ProcessEnv = { LANG: 'en_US.UTF-8' }) {
	let out = '';
	let err = '';
	const terminal = { env, watched: false, out: (t: string) => (out += t), err: (t: string) => (err += t) };
	const code = await runCli(args, terminal);
	return { code, out, err };
}

describe('linli', () => {
	it('explains itself', async () => {
		const { code, out } = await linli(['--help']);
		expect(code).toBe(0);
		expect(out).toContain('Usage: linli <command> [options]');
		expect(out).toContain('linli community create --file community.json --roster roster.csv');
	});

	it('explains a command', async () => {
		const { code, out } = await linli(['community', 'create', '--help', '--lang', 'zh']);
		expect(code).toBe(0);
		expect(out).toMatch(
			/^从文件建立社区.*\n\n用法：linli community create --file FILE --roster FILE \[options\]/
		);
	});

	it.each([
		['no command', [], ''],
		['an unknown command', ['community', 'destroy'], 'There is no command "community destroy"'],
		['a missing option', ['demo', 'files'], '--out is missing; see linli demo files --help'],
		['an unknown option', ['demo', 'files', '--outt', 'x'], "Unknown option '--outt'"],
		['one word too many', ['demo', 'files', 'x'], 'There is no command "demo files x"'],
		['a language that it does not speak', ['demo', 'accounts', '--lang', 'fr'], "--lang 'fr'"]
	])('ends with 2 on wrong usage: %s', async (_, args, line) => {
		const { code, err } = await linli(args);
		expect(code).toBe(2);
		expect(err).toContain(line);
	});

	it('ends with 1 when a file is missing, and says so for programs too', async () => {
		const run = await linli(['community', 'create', '--file', '/nowhere', '--roster', 'x', '--json']);
		expect(run.code).toBe(1);
		expect(run.err).toBe('Cannot read the file /nowhere (ENOENT)\n');
		expect(JSON.parse(run.out)).toMatchObject({
			ok: false,
			error: { zh: '无法读取文件 /nowhere（ENOENT）' }
		});
	});

	it.each([
		[{ LANG: 'zh_CN.UTF-8' }, '已写入'],
		[{ LANG: 'de_DE.UTF-8' }, 'Wrote'],
		[{ LC_ALL: 'zh_TW', LANG: 'en_US' }, '已写入'],
		[{}, '已写入 .* / Wrote ']
	])('speaks the language of %o', async (env, line) => {
		const folder = await mkdtemp(join(tmpdir(), 'linli-cli-'));
		const { out } = await linli(['demo', 'files', '--out', folder], env);
		expect(out).toMatch(new RegExp(`^${line}`));
		expect(await readFile(join(folder, 'roster.csv'), 'utf8')).toMatch(/^\ufeff网格,/);
		await rm(folder, { recursive: true });
	});

	it('lists the demo’s accounts for programs', async () => {
		const { out } = await linli(['demo', 'accounts', '--json']);
		const { accounts } = JSON.parse(out) as { accounts: unknown[] };
		// 8 grid workers, 5 managers, 3 monitors, and the leader of each of the 14 teams.
		expect(accounts).toHaveLength(30);
		expect(accounts.at(-1)).toMatchObject({ role: 'volunteer', team: '同心', password: 'linli-demo' });
		expect(accounts[0]).toEqual({
			userName: 'grid01',
			password: 'linli-demo',
			displayName: '王芳',
			role: 'gridWorker',
			grid: '01 网格'
		});
	});
});
