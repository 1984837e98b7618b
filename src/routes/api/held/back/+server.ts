import { takeBack } from '$lib/server/held/take-back';
import { answer } from '$lib/server/office';
import type { RequestHandler } from './$types';

/** Takes a sealed copy back and writes what the server has forgotten. */
export const POST: RequestHandler = ({ request }) =>
	answer(request, (caller, { admin }) => takeBack(request, caller, admin));
