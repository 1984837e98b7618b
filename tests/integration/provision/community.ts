import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nano from 'nano';
import { runCli } from '../../../src/lib/server/cli/cli';
import { openDatabase } from '../../../src/lib/server/data-dir';
import { readSettings } from '../../../src/lib/server/settings';

/** What a run of `linli` printed and how it ended. */
export interface Run {
	readonly code: number;
	readonly out: string;
	readonly err: string;
}

/**
 * A small community of two grids with its files in a folder of its own. Its code is drawn by chance, so that runs
 * against one CouchDB do not meet.
 */
export class SmallCommunity {
	readonly code = `99${String(Math.floor(Math.random() * 1e10)).padStart(10, '0')}`;
	readonly grids = [`${this.code}001`, `${this.code}002`] as const;
	readonly worker = `w${this.code}`;
	readonly manager = `m${this.code}`;
	readonly env: NodeJS.ProcessEnv;

	private constructor(readonly folder: string) {
		this.env = { ...process.env, LINLI_DATA: join(folder, 'data') };
	}

	static async inFolder(): Promise<SmallCommunity> {
		return new SmallCommunity(await mkdtemp(join(tmpdir(), 'linli-provision-')));
	}

	/** Writes the files and runs `linli community create` with them. */
	async create(roster: string, change: object = {}, ...options: string[]): Promise<Run> {
		const community = {
			code: this.code,
			name: '柳营社区',
			createdAt: '2026-11-21T00:00:00.000Z',
			timeZone: 'Asia/Shanghai',
			grids: this.grids.map((code, index) => ({ code, name: `0${index + 1} 网格` })),
			staff: [
				{
					userName: this.worker,
					displayName: '王芳',
					roles: ['gridWorker'],
					grids: [this.grids[0]],
					password: 'a-password'
				},
				{ userName: this.manager, displayName: '李强', roles: ['communityManager'] }
			],
			...change
		};
		await writeFile(join(this.folder, 'community.json'), JSON.stringify(community));
		await writeFile(join(this.folder, 'roster.csv'), roster);
		return this.createFrom(join(this.folder, 'roster.csv'), ...options);
	}

	createFrom(roster: string, ...options: string[]): Promise<Run> {
		const file = join(this.folder, 'community.json');
		return this.run('community', 'create', '--file', file, '--roster', roster, ...options);
	}

	async run(...args: string[]): Promise<Run> {
		let out = '';
		let err = '';
		const code = await runCli(args, {
			env: this.env,
			watched: false,
			out: (text) => (out += text),
			err: (text) => (err += text)
		});
		return { code, out, err };
	}

	/** The database behind it, as server admin, for as long as `use` runs. */
	async withServer<T>(use: (server: nano.ServerScope, url: string) => Promise<T>): Promise<T> {
		const database = await openDatabase(readSettings(this.env));
		try {
			const url = new URL(database.url);
			url.username = database.user;
			url.password = encodeURIComponent(database.password);
			return await use(nano(url.href), database.url);
		} finally {
			await database.close();
		}
	}

	/** The same for longer: until `close` is called. `headers` are its admin's. */
	async openServer(): Promise<{ url: string; headers: Record<string, string>; close(): Promise<void> }> {
		const { url, user, password, close } = await openDatabase(readSettings(this.env));
		return { url, headers: { authorization: `Basic ${btoa(`${user}:${password}`)}` }, close };
	}

	/** Leaves nothing behind, also in a CouchDB that others use. */
	async remove(): Promise<void> {
		await this.withServer(async (server) => {
			for (const name of await server.db.list()) if (name.includes(this.code)) await server.db.destroy(name);
			const users = server.db.use('_users');
			const { rows } = await users.list({ startkey: 'org.couchdb.user:', endkey: 'org.couchdb.user;' });
			for (const { id, value } of rows) if (id.includes(this.code)) await users.destroy(id, value.rev);
		});
		await rm(this.folder, { recursive: true, force: true });
	}
}

/** One household behind one door and a vacant dwelling, each in a grid of its own. */
export const ROSTER = [
	'网格,小区,楼栋,单元,楼层,房号,用途,姓名,性别,出生年份,手机,与户主关系,关爱类别',
	'01 网格,柳营里,3 幢,2,5,501,自住,王秀英,女,1948,10400000001,户主,独居老人',
	'01 网格,柳营里,3 幢,2,5,501,自住,李强,男,1975,,子女,',
	'02 网格,柳营里,9 幢,,1,101,空置,,,,,,'
].join('\n');
