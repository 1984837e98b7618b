import { askHeld } from '$lib/server/held/held';
import { answer } from '$lib/server/office';
import type { RequestHandler } from './$types';

/** Which of these revisions the server lacks, asked by a device before it lets go of a scope; and a sealed copy to keep. */
export const POST: RequestHandler = ({ request }) =>
	answer(request, (caller, { admin }) => askHeld(request, caller, admin));
