import { redirect } from '@sveltejs/kit';
import type { Visit } from '$lib/visits/visit';

/** The visit that is corrected is read whole, also when the screen is opened anew: a correction never becomes a second visit. */
export async function load({ params, parent, url }) {
	const wanted = url.searchParams.get('corrects');
	if (wanted === null) return { corrects: undefined };
	const { services } = await parent();
	const visits = await services.store.find<Visit>({ type: 'visit', subject: params.id });
	const corrects = visits.find(({ record }) => record._id === wanted)?.record;
	if (!corrects) redirect(307, `/households/${params.id}`);
	return { corrects };
}
