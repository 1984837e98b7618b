import { answer } from '$lib/server/office';
import { followDirectory } from '$lib/server/provision/follow-directory';
import type { RequestHandler } from './$types';

/** `?community=<12 digits>`: for managers of it; opens to the staff the grids that the directory names. */
export const POST: RequestHandler = ({ request, url }) =>
	answer(request, async (caller, { admin }) => {
		const community = url.searchParams.get('community') ?? '';
		caller.mustManage(community);
		return { granted: await followDirectory(admin, community) };
	});
