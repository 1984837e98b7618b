import { expect, test } from 'vitest';
import { DEFAULT_DOOR_CARD, doorCard, doorCardSettings } from './door-card';

const worker = { displayName: '陈静', badgeNo: 'WG-0302', phone: '13000000302' };
const community = { name: '东门社区', settings: { ...DEFAULT_DOOR_CARD, phone: '0571-80000000' } };

test('R-V14 the card shows badge, name, purpose and phone', () => {
	expect(doorCard(worker, community, '日常走访', 'zh-CN')).toMatchObject({
		name: '陈静',
		badge: 'WG-0302',
		purpose: '日常走访',
		phone: '13000000302',
		community: '东门社区',
		communityPhone: '0571-80000000',
		missing: []
	});
});

test('R-V14 what I tell you first names who comes and why, in the language of the door', () => {
	const zh = doorCard(worker, community, '日常走访', 'zh-CN').notice;
	expect(zh[0]).toBe('您好，我是东门社区的陈静。');
	expect(zh).toContain('今天来是为了：日常走访。');
	const en = doorCard(worker, community, 'a routine visit', 'en').notice;
	expect(en).toContain('My badge number is WG-0302; you can ring the community and ask.');
	expect(en).toHaveLength(zh.length);
	expect([...zh, ...en].join('')).not.toMatch(/[{}]/);
});

test('R-V14 without a number of his own the worker is reached through the community', () => {
	const card = doorCard({ displayName: '陈静', badgeNo: 'WG-0302' }, community, '日常走访', 'zh-CN');
	expect(card.phone).toBe('0571-80000000');
	expect(card.missing).toEqual([]);
});

test('R-V14 what is missing is named, and no sentence is left with a gap', () => {
	const bare = { name: '东门社区', settings: DEFAULT_DOOR_CARD };
	const card = doorCard({ displayName: '陈静', badgeNo: ' ' }, bare, '', 'zh-CN');
	expect(card.missing).toEqual(['badge', 'phone']);
	expect(card).not.toHaveProperty('badge');
	expect(card).not.toHaveProperty('phone');
	expect(card.notice.join('')).not.toMatch(/工号|为了/);
	expect(card.notice[0]).toBe('您好，我是东门社区的陈静。');
});

test("R-V14 a name is put in as it is, whatever signs it has, and a community's own gap stays", () => {
	const settings = { phone: '', notice: { 'zh-CN': '我是{name}。\n\n{today}见', en: '' } };
	const card = doorCard(
		{ displayName: '$& {badge}', badgeNo: '1' },
		{ name: '东', settings },
		'看望',
		'zh-CN'
	);
	expect(card.notice).toEqual(['我是$& {badge}。', '{today}见']);
	expect(doorCard(worker, { name: 'D', settings }, 'a visit', 'en').notice[0]).toMatch(/^Hello/);
});

test('N10 a community changes a part of it, and a slip changes nothing', () => {
	const changed = doorCardSettings([
		{ doorCard: { phone: '0571-1', notice: { en: 'Hi, {name}.' } } },
		{ doorCard: { phone: 7 } }
	]);
	expect(changed.phone).toBe('0571-1');
	expect(changed.notice.en).toBe('Hi, {name}.');
	expect(changed.notice['zh-CN']).toBe(DEFAULT_DOOR_CARD.notice['zh-CN']);
	expect(doorCardSettings([])).toEqual(DEFAULT_DOOR_CARD);
});
