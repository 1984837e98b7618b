import { answer } from '$lib/server/office';
import { visitReport } from '$lib/server/report/visit-report';
import type { RequestHandler } from './$types';

/** `?community=<12 digits>`: for managers of it; a `VisitReport` (src/lib/visits/visit-report.ts). */
export const GET: RequestHandler = ({ request, url }) =>
	answer(request, (caller, { admin }) =>
		visitReport(caller, admin, url.searchParams.get('community') ?? '', new Date())
	);
