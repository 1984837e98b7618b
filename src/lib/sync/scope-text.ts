import { scopeKind, type Scope } from '../org/scopes';
import { m } from '../paraglide/messages';

/** What a scope is called by those who work in it. */
export function scopeText(
	scope: Scope,
	grids: readonly { readonly code: string; readonly name: string }[]
): string {
	const code = scope.slice(scope.indexOf('-') + 1);
	switch (scopeKind(scope)) {
		case 'people':
			return grids.find((grid) => grid.code === code)?.name ?? m.sync_scope_people({ code });
		case 'org':
			return m.sync_scope_org();
		case 'area':
			return m.sync_scope_area();
		case 'care':
			return m.sync_scope_care();
		case 'user':
			return m.sync_scope_user();
		default:
			return scope;
	}
}
