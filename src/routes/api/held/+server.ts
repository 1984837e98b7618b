import { lackingRevisions } from '$lib/server/held';
import { answer } from '$lib/server/office';
import type { RequestHandler } from './$types';

/** Which of these revisions the server lacks, asked by a device before it lets go of a scope that was taken away. */
export const POST: RequestHandler = ({ request }) =>
	answer(request, (_caller, { admin }) => lackingRevisions(request, admin));
