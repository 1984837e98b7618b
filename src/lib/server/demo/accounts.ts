import type { StaffMember } from '../provision/community';
import { FIGURES } from './figures';

export const DEMO_COMMUNITY = '330102016001';
export const demoGrid = (number: number): string => `${DEMO_COMMUNITY}${String(number).padStart(3, '0')}`;

/** Known to everybody who reads this, so the demo must never hold real people. */
export const DEMO_PASSWORD = 'linli-demo';

const GRID_WORKERS = ['王芳', '李秀梅', '张建国', '刘洋', '陈静', '杨帆', '黄小燕', '赵磊'];
const CADRES = ['周敏', '吴国强', '徐丽', '孙志明'];
const MONITORS = ['马春兰', '朱海生', '胡雪'];

const two = (n: number) => String(n + 1).padStart(2, '0');

/** The staff of the demo community: 8 grid workers, 5 cadres of whom one is `manager`, 3 environment monitors. */
export const DEMO_STAFF: readonly StaffMember[] = [
	...GRID_WORKERS.slice(0, FIGURES.grids).map((displayName, index): StaffMember => ({
		userName: `grid${two(index)}`,
		displayName,
		roles: ['gridWorker'],
		grids: [demoGrid(index + 1)],
		password: DEMO_PASSWORD
	})),
	manager('manager', '林静宜'),
	...CADRES.map((displayName, index) => manager(`cadre${two(index)}`, displayName)),
	...MONITORS.map((displayName, index): StaffMember => ({
		userName: `monitor${two(index)}`,
		displayName,
		roles: ['environmentMonitor'],
		grids: [],
		password: DEMO_PASSWORD
	}))
];

function manager(userName: string, displayName: string): StaffMember {
	return { userName, displayName, roles: ['communityManager'], grids: [], password: DEMO_PASSWORD };
}
