import { askWanted } from '$lib/server/held/take-back';
import { answer } from '$lib/server/office';
import type { RequestHandler } from './$types';

/** Which sealed copies a device is to give back, because the server was restored from before them. */
export const POST: RequestHandler = ({ request }) =>
	answer(request, (_caller, { admin }) => askWanted(request, admin));
