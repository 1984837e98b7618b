import type { RosterTeam, RosterVolunteer } from '../../roster/volunteers';
import { demoGrid } from '../accounts';
import type { Dice } from '../dice';
import { givenName, surname } from '../names';

/** 211 volunteers in 2 feature teams and 12 service groups (domain.md 1.6). */
const VOLUNTEERS = 211;
export const TEAM_SEED = 211;
const FEATURE = ['晚风', '信风'];
const SERVICE = [
	'和风',
	'暖风',
	'睦风',
	'春晖',
	'夕阳红',
	'邻里情',
	'爱心家园',
	'巾帼',
	'青松',
	'薪火',
	'守望',
	'同心'
];
const SKILLS = [
	'陪伴聊天',
	'理发',
	'水电维修',
	'测血压',
	'代购',
	'手机教学',
	'书法',
	'烹饪',
	'法律咨询',
	'环保宣传'
];

/** The volunteer teams of the demo; a service group looks after one grid, a feature team after all. */
export function demoTeams(dice: Dice): RosterTeam[] {
	const grids = Array.from({ length: 8 }, (_, index) => demoGrid(index + 1));
	const names = [...FEATURE, ...SERVICE];
	let number = 0;
	return names.map((name, index): RosterTeam => {
		const size = Math.ceil((VOLUNTEERS - number) / (names.length - index));
		const volunteers = Array.from({ length: size }, () => volunteer(dice, (number += 1)));
		const isFeature = index < FEATURE.length;
		const own = grids[(index - FEATURE.length) % grids.length];
		return {
			name,
			kind: isFeature ? 'feature' : 'service',
			grids: isFeature || own === undefined ? grids : [own],
			leader: volunteers[0]?.userName ?? '',
			volunteers
		};
	});
}

function volunteer(dice: Dice, number: number): RosterVolunteer {
	const sex = dice.chance(0.62) ? 'female' : 'male';
	const born = 2026 - dice.between(22, 72);
	return {
		userName: `vol${String(number).padStart(3, '0')}`,
		name: surname(dice) + givenName(dice, sex, born),
		skills: dice.shuffled(SKILLS).slice(0, dice.between(0, 2)),
		trained: dice.chance(0.8)
	};
}
