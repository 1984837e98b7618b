import type { CommunitySettings } from '../org/community';
import type { Division } from '../org/org';
import type { Store } from '../store/contract';
import { doorCardSettings, type CardCommunity } from './door-card';

/** What door cards say of the community, from this device. For a `Live`, or once. */
export async function readCardCommunity(store: Store): Promise<CardCommunity> {
	const [divisions, settings] = await Promise.all([
		store.find<Division>({ type: 'division', kind: 'community' }),
		store.find<CommunitySettings>({ type: 'settings', kind: 'privacy' })
	]);
	return {
		name: divisions[0]?.record.name ?? '',
		settings: doorCardSettings(settings.map(({ record }) => record.values))
	};
}
