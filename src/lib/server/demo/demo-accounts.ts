import { DEMO_PASSWORD, DEMO_STAFF } from './accounts';
import { Dice } from './dice';
import { demoTeams, TEAM_SEED } from './year/volunteers';

/** One account of the demo, as the start script prints it. */
export interface DemoAccount {
	readonly userName: string;
	readonly password: string;
	readonly displayName: string;
	readonly role: string;
	/** Name of the grid, for grid workers. */
	readonly grid?: string;
	/** Name of the team, for volunteers. */
	readonly team?: string;
}

/** All of the staff, and the leader of each volunteer team; the other volunteers are `vol001` to `vol211` as well. */
export const demoAccounts = (): DemoAccount[] => [
	...DEMO_STAFF.map((member) => ({
		userName: member.userName,
		password: DEMO_PASSWORD,
		displayName: member.displayName,
		role: member.roles.join(', '),
		...(member.grids[0] !== undefined && { grid: `${member.grids[0].slice(-2)} 网格` })
	})),
	...demoTeams(new Dice(TEAM_SEED)).flatMap(({ name, volunteers: [leader] }) =>
		leader
			? [
					{
						userName: leader.userName,
						password: DEMO_PASSWORD,
						displayName: leader.name,
						role: 'volunteer',
						team: name
					}
				]
			: []
	)
];
