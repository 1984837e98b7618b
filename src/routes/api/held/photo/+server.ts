import { askPhoto } from '$lib/server/held/photo';
import { answer } from '$lib/server/office';
import type { RequestHandler } from './$types';

/** Whether the server has a photo, asked by a device before it lets go of it; and a sealed copy to keep with its picture. */
export const POST: RequestHandler = ({ request }) =>
	answer(request, (caller, { admin }) => askPhoto(request, caller, admin));
