import type { ScopeKind } from '../record';

/** A CouchDB database name: a scope is exactly the people who may read it (design.md 4). */
export type Scope = string;

const SCOPE =
	/^(?:org-\d{12}|people-\d{15}|area-\d{12}|care-[a-z0-9]{1,40}|user-[a-z0-9._-]{1,64}|summary-\d{12})$/;
const PHOTOS = '-photos';

/** True for the name of a database that this app keeps; anything else the gateway refuses. */
export function isScope(name: string): boolean {
	return SCOPE.test(withoutPhotos(name));
}

const withoutPhotos = (name: string) => (name.endsWith(PHOTOS) ? name.slice(0, -PHOTOS.length) : name);

/** The database of a scope's photos: same members, never replicated. */
export const photosOf = (scope: Scope): Scope => `${scope}${PHOTOS}`;

/**
 * Scopes with a photos twin. A user's own has none: what lies there is preferences and reports of suspected harm, of
 * which nobody should take pictures (R-P5, R-P6).
 */
export const hasPhotos = (scope: Scope): boolean => ['people', 'area', 'care'].includes(scopeKind(scope));

export const scopeKind = (scope: Scope): ScopeKind =>
	scope.endsWith(PHOTOS) ? 'photos' : (scope.slice(0, scope.indexOf('-')) as ScopeKind);

/**
 * The role that makes its holder a member of a scope and of its photos: `people:330102016001002` for
 * `people-330102016001002`.
 */
export const scopeRole = (scope: Scope): string => withoutPhotos(scope).replace('-', ':');

/** Managers read every scope of their community. */
export const managerRole = (community: string): string => `manager:${community}`;

/**
 * The scopes that a device of this user holds, by the roles that CouchDB itself reported in `_session`. Small scopes
 * first. A manager's role opens no `people-*`: a manager's device never holds all grids' people (design.md 9).
 */
export function scopesOf(roles: readonly string[]): Scope[] {
	const scopes = roles
		.map((role) => role.replace(':', '-'))
		.filter((name) => SCOPE.test(name) && scopeKind(name) !== 'photos');
	return [...new Set(scopes)].sort((a, b) => ORDER.indexOf(scopeKind(a)) - ORDER.indexOf(scopeKind(b)));
}

const ORDER: ScopeKind[] = ['org', 'user', 'people', 'care', 'area', 'summary'];

/** The 15-digit code of the grid whose people lie in this scope. */
export const gridOf = (people: Scope): string => people.slice('people-'.length);

/**
 * The community that a scope belongs to: the code of each of its scopes begins with that of the community, the code of a
 * care team too. Not for a user's own scope, which is named after the user.
 */
export const communityOf = (scope: Scope): string => scope.slice(scope.indexOf('-') + 1).slice(0, 12);

/** Where the issues and places of a grid's community lie. */
export const areaOf = (grid: string): Scope => `area-${grid.slice(0, 12)}`;
