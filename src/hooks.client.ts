import { lockedPath } from '$lib/session/locked-path';
import { session } from '$lib/session/session.svelte';
import type { ClientInit } from '@sveltejs/kit';

/** Where the app's places lie; one that is missing here is guarded all the same (routes/(app)/+layout.ts), only later. */
const PLACES = /^\/(?:(?:today|households|dwellings|places|issues|manage|me|forms)(?:\/|$)|$)/;

/**
 * A locked app begins with the screen that unlocks it. Were the address that was asked for begun with, all that it
 * needs would be fetched and started first, to be turned away: on a cheap phone that is longer than all the rest.
 */
export const init: ClientInit = async () => {
	if (!PLACES.test(location.pathname)) return;
	try {
		await session.restore();
		const locked = lockedPath(await session.access(), location);
		if (locked) history.replaceState(history.state, '', locked);
	} catch {
		// The screen itself says what keeps it from reading its notes.
	}
};
