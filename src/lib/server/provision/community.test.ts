import { describe, expect, it } from 'vitest';
import { readCommunity } from './community';

const sound = {
	code: '330102016001',
	name: '东门社区',
	createdAt: '2026-11-21T00:00:00.000Z',
	timeZone: 'Asia/Shanghai',
	grids: [{ code: '330102016001001', name: '01 网格' }],
	staff: [
		{ userName: 'grid01', displayName: '王芳', roles: ['gridWorker'], grids: ['330102016001001'] },
		{ userName: 'manager', displayName: '李强', roles: ['communityManager'], password: 'a-long-one' }
	]
};
const faultsOf = (change: object) => {
	const result = readCommunity(JSON.stringify({ ...sound, ...change }));
	return result.ok ? [] : result.faults.map((fault) => `${fault('zh-CN')} / ${fault('en')}`);
};

describe('community.json', () => {
	it('is read with its defaults', () => {
		expect(readCommunity(JSON.stringify(sound))).toMatchObject({
			ok: true,
			community: { grids: [{ kind: 'comprehensive' }], staff: [{}, { grids: [] }] }
		});
	});

	it('may begin with a byte order mark', () => {
		expect(readCommunity(`\ufeff${JSON.stringify(sound)}`).ok).toBe(true);
	});

	it.each<[string, object, string]>([
		['a missing name', { name: undefined }, 'name：缺少这一项 / name: is missing'],
		['a short code', { code: '3301' }, 'code: must be a 12-digit'],
		['an unknown key', { colour: 'red' }, 'colour: is not known'],
		['a time zone that does not exist', { timeZone: 'Asia/Atlantis' }, 'timeZone: is not a time zone'],
		['a date without time', { createdAt: '2026-11-21' }, 'createdAt: must be a UTC time'],
		['no grid', { grids: [] }, 'grids: must be a list'],
		['a foreign grid', { grids: [{ code: '440102016001001', name: 'x' }], staff: [] }, 'does not belong'],
		['a grid twice', { grids: [...sound.grids, ...sound.grids] }, 'appears twice'],
		['a bad user name', { staff: [{ ...sound.staff[0], userName: 'Wang.Fang' }] }, 'staff.0.userName'],
		[
			'an unknown role',
			{ staff: [{ ...sound.staff[0], roles: ['boss'] }] },
			'staff.0.roles.0: must be one of'
		],
		['a worker without grids', { staff: [{ ...sound.staff[0], grids: [] }] }, 'needs at least one grid'],
		['a worker of an unknown grid', { staff: [{ ...sound.staff[0], grids: ['1'] }] }, 'grids has no grid 1'],
		['a short password', { staff: [{ ...sound.staff[1], password: 'x' }] }, '8 to 128'],
		['a bad phone', { staff: [{ ...sound.staff[0], phone: '12' }] }, 'staff.0.phone']
	])('says in both languages what is wrong: %s', (_, change, text) => {
		expect(faultsOf(change).join('\n')).toContain(text);
	});

	it('must be JSON', () => {
		expect(readCommunity('{')).toMatchObject({ ok: false });
	});
});
