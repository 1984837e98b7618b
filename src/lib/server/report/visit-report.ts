import type { ServerScope } from 'nano';
import type { CommunitySettings } from '../../org/community';
import type { Building, Compound, Grid, Worker } from '../../org/org';
import type { DeviceContact } from '../../org/device-contact';
import { dayOf } from '../../org/calendar';
import { withSettings } from '../../org/settings';
import { gridFigures } from '../../visits/grid-figures';
import type { SurgeCampaign } from '../../visits/surge-campaign';
import { gridReport, type DeviceReport, type GridReport, type VisitReport } from '../../visits/visit-report';
import { DEFAULT_VISIT_SETTINGS } from '../../visits/visit-settings';
import type { Caller } from './caller';
import { gridRows, reportedDwellings } from './grid-rows';

/**
 * The figures of a community's visits, with the same pure rules as on the phone over the rows of its databases.
 * @throws {Refusal} when the caller may not read one of them
 */
export async function visitReport(
	caller: Caller,
	admin: ServerScope,
	community: string,
	now: Date
): Promise<VisitReport> {
	caller.mustManage(community);
	const org = `org-${community}`;
	const [grids, compounds, buildings, settingsRecords, surges, workers, reportedAt] = await Promise.all([
		caller.records<Grid>(org, 'grid'),
		caller.records<Compound>(org, 'compound'),
		caller.records<Building>(org, 'building'),
		caller.records<CommunitySettings>(org, 'settings'),
		caller.records<SurgeCampaign>(org, 'surgeCampaign'),
		caller.records<Worker>(org, 'worker'),
		reportedDwellings(caller, admin, `area-${community}`)
	]);
	const settings = settingsRecords
		.filter(({ topic }) => topic === 'visits')
		.reduce((sum, { values }) => withSettings(sum, values), DEFAULT_VISIT_SETTINGS);

	const reports: GridReport[] = [];
	// One grid after the other: a city's server must not hold a whole community's rows for everybody who asks.
	for (const grid of grids.toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }))) {
		const { doors, visits } = await gridRows(caller, admin, `people-${grid.code}`, { compounds, buildings });
		const reported = new Map(
			doors.flatMap(({ household, dwelling }) => {
				const at = household && reportedAt.get(dwelling._id);
				return at ? [[household._id, at] as const] : [];
			})
		);
		const facts = { visits, surges, reported, gridOf: () => grid.code };
		reports.push(gridReport(grid, doors, gridFigures(doors, facts, now, settings)));
	}
	const today = dayOf(now, settings.timeZone);
	return {
		asOf: now.toISOString(),
		month: today.slice(0, 7),
		today,
		grids: reports,
		devices: await deviceReports(caller, workers)
	};
}

/** What the devices of the staff said of themselves, by user name. A database that may not be read says nothing. */
async function deviceReports(caller: Caller, workers: readonly Worker[]): Promise<DeviceReport[]> {
	const found: DeviceReport[] = [];
	for (const { userName } of workers.toSorted((a, b) => a.userName.localeCompare(b.userName))) {
		const contacts = await caller.records<DeviceContact>(`user-${userName}`, 'deviceContact');
		for (const { device, lastContact, waiting, waitingSince } of contacts)
			found.push({
				...{ user: userName, device, lastContact, waiting },
				...(waitingSince !== undefined && { waitingSince })
			});
	}
	return found;
}
