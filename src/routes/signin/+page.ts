import { redirect } from '@sveltejs/kit';
import { session } from '$lib/session/session.svelte';

export const load = async ({ parent }) => {
	await parent();
	if (session.account) redirect(307, '/today');
};
