import { getQuickJS, type QuickJSContext } from 'quickjs-emscripten';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raisedIssue } from '../../issues/raised-issue';
import areaSource from './area.guard.ts?guard';
import careSource from './care.guard.ts?guard';
import orgSource from './org.guard.ts?guard';
import peopleSource from './people.guard.ts?guard';
import photosSource from './photos.guard.ts?guard';
import summarySource from './summary.guard.ts?guard';
import userSource from './user.guard.ts?guard';

/* The guards as CouchDB gets them: text, run in an engine that has nothing but the language. */

const HEAD = {
	v: 1,
	createdAt: '2026-11-21T08:00:00.000Z',
	createdBy: 'grid01',
	device: 'phone',
	stamp: '0000000000.0000.phone'
};
const ULID = '01KAJ0000000000000000000AB';
const resident = {
	_id: `resident:${ULID}`,
	type: 'resident',
	...HEAD,
	household: `household:${ULID}`,
	name: '王秀英',
	relationToHead: 'head',
	careCategories: [],
	status: 'living'
};
const visit = {
	_id: `visit:${ULID}`,
	type: 'visit',
	...HEAD,
	subject: `household:${ULID}`,
	dwelling: `dwelling:${ULID}`,
	method: 'home',
	outcome: 'met',
	startedAt: '2026-11-21T08:00:00.000Z',
	purposes: [],
	form: { id: 'household-visit', version: '1', hash: '' },
	answers: {}
};
const grid = {
	_id: `grid:${ULID}`,
	type: 'grid',
	...HEAD,
	code: '330102016001001',
	name: '01 网格',
	kind: 'comprehensive',
	workers: []
};
const worker = { name: 'grid01', roles: ['org:330102016001', 'people:330102016001001', 'gridWorker'] };
const manager = { name: 'manager', roles: ['org:330102016001', 'manager:330102016001'] };
const admin = { name: 'linli-admin', roles: ['_admin'] };
const security = { members: { roles: ['people:330102016001001', 'manager:330102016001'] } };

const SOURCES = {
	people: peopleSource,
	org: orgSource,
	area: areaSource,
	care: careSource,
	user: userSource,
	photos: photosSource,
	summary: summarySource
};

let engine: QuickJSContext;
beforeAll(async () => {
	engine = (await getQuickJS()).newContext();
	for (const [name, source] of Object.entries(SOURCES))
		// prettier-ignore
		engine.unwrapResult(engine.evalCode(`globalThis.${name}=(${source})`)).dispose();
});
afterAll(() => engine.dispose());

/** What the database answers: `taken`, or the refusal. */
function write(kind: keyof typeof SOURCES, doc: object, stored: object | null, user: object): string {
	const call = `try{${kind}(${[doc, stored, user, security].map((x) => JSON.stringify(x)).join()});'taken'}catch(e){e.forbidden||'broken: '+e}`;
	return engine.unwrapResult(engine.evalCode(call)).consume((value) => engine.getString(value));
}

describe('the guard of a people database', () => {
	it.each<[string, object, object | null, object, string]>([
		['a new resident by its author', resident, null, worker, 'taken'],
		['fields that this version does not know', { ...resident, pets: 2 }, null, worker, 'taken'],
		['an import by the server', { ...resident, createdBy: 'linli' }, null, admin, 'taken'],
		['a change by another worker', { ...resident, name: '王秀兰' }, resident, manager, 'taken'],
		['a new visit', visit, null, worker, 'taken'],
		['a resident under a foreign name', { ...resident, createdBy: 'grid02' }, null, worker, 'author'],
		['a change of author', { ...resident, createdBy: 'grid02' }, resident, worker, 'author'],
		['a change of time', { ...resident, createdAt: '2026-11-20T08:00:00.000Z' }, resident, admin, 'author'],
		['a changed visit (N4)', { ...visit, outcome: 'refused' }, visit, worker, 'immutable'],
		['a changed visit, even by the server (N4)', { ...visit, note: 'x' }, visit, admin, 'immutable'],
		[
			'a deleted visit (N4)',
			{ ...visit, _deleted: true, mergedInto: `2-${'a'.repeat(32)}` },
			visit,
			worker,
			'immutable'
		],
		['a deleted resident', { ...resident, _deleted: true }, resident, worker, 'tombstone'],
		['a bare tombstone', { _id: resident._id, _deleted: true }, resident, worker, 'type'],
		[
			'the tombstone of a losing leaf',
			{ _id: resident._id, _deleted: true, type: 'resident', mergedInto: `2-${'a'.repeat(32)}` },
			resident,
			worker,
			'taken'
		],
		['a record of another kind of database', grid, null, admin, 'type'],
		['a record without type', { _id: 'x' }, null, admin, 'type'],
		['an id of another type', { ...resident, _id: visit._id }, null, worker, 'id'],
		['an id that is no ULID', { ...resident, _id: 'resident:wang' }, null, worker, 'shape'],
		['a wrong shape', { ...resident, relationToHead: 'boss' }, null, worker, 'shape'],
		[
			'a record that is too large',
			{ ...visit, answers: { note: 'x'.repeat(300_000) } },
			null,
			worker,
			'size'
		],
		['an attachment', { ...visit, _attachments: { 'a.jpg': {} } }, null, worker, 'attachments']
	])('%s', (_, doc, stored, user, answer) => {
		expect(write('people', doc, stored, user).split(':')[0]).toBe(answer);
	});
});

describe('the guard of an org database', () => {
	it.each<[string, object, object | null, object, string]>([
		['a grid by a manager', { ...grid, createdBy: 'manager' }, null, manager, 'taken'],
		['a grid by a worker', grid, null, worker, 'role'],
		[
			'a grid by the manager of elsewhere',
			grid,
			grid,
			{ name: 'x', roles: ['manager:999999999999'] },
			'role'
		],
		['a resident', resident, null, admin, 'type']
	])('%s', (_, doc, stored, user, answer) => {
		expect(write('org', doc, stored, user).split(':')[0]).toBe(answer);
	});
});

const issue = {
	_id: `issue:${ULID}`,
	type: 'issue',
	...HEAD,
	no: '20261121-grid01-01',
	issueType: 'other',
	title: '路灯不亮',
	priority: 'normal',
	reportedAt: HEAD.createdAt,
	grid: '330102016001001',
	firstReceiver: 'grid01',
	source: 'self'
};
const claim = {
	_id: `serviceHours:${ULID}`,
	type: 'serviceHours',
	...HEAD,
	volunteer: 'grid01',
	activity: `careSession:${ULID}`,
	from: HEAD.createdAt,
	to: '2026-11-21T10:00:00.000Z',
	state: 'claimed'
};
const seen = { _id: `seen:${ULID}`, type: 'seen', ...HEAD, of: `visit:${ULID}`, ofType: 'visit' };
const photo = {
	_id: `photo:${ULID}`,
	type: 'photo',
	...HEAD,
	takenAt: HEAD.createdAt,
	sha256: 'a'.repeat(64),
	bytes: 3,
	width: 1,
	height: 1,
	owner: `visit:${ULID}`
};
const picture = (content_type: string, name = 'full') => ({
	_attachments: { [name]: { content_type, stub: true } }
});
const byManager = { createdBy: 'manager' };
const [raised, raising] = raisedIssue({
	grid: '330102016001001',
	household: `household:${ULID}`,
	dwelling: `dwelling:${ULID}`,
	due: '2026-11-13',
	since: '2026-11-15T16:00:00.000Z'
});

describe('the guards of the other databases', () => {
	it.each<[string, keyof typeof SOURCES, object, object | null, object, string]>([
		['an issue', 'area', issue, null, worker, 'taken'],
		['an issue that was changed', 'area', { ...issue, title: 'x' }, issue, manager, 'immutable'],
		['an issue that a rule raised, by whoever saw it first', 'area', raised, null, worker, 'taken'],
		['the action that reports it', 'area', raising, null, manager, 'taken'],
		['somebody’s own words under the rule’s name', 'area', { ...raised, detail: 'x' }, null, worker, 'author'],
		['a resident among the places', 'area', resident, null, admin, 'type'],
		['hours that a volunteer claims', 'care', claim, null, worker, 'taken'],
		['hours that a volunteer confirms', 'care', { ...claim, state: 'confirmed' }, null, worker, 'role'],
		['hours claimed for another', 'care', { ...claim, volunteer: 'vol002' }, null, worker, 'role'],
		['hours that a manager confirms', 'care', { ...claim, ...byManager, state: 'confirmed' }, null, manager, 'taken'],
		['a mark of having read by a manager', 'people', { ...seen, ...byManager }, null, manager, 'taken'],
		['the same by a worker', 'people', seen, null, worker, 'role'],
		['a report in its author’s own database', 'user', { _id: `sealedReport:${ULID}`, type: 'sealedReport', ...HEAD, title: 'x', detail: '', reportedAt: HEAD.createdAt }, null, worker, 'taken'],
		['a photo with its picture', 'photos', { ...photo, ...picture('image/jpeg') }, null, worker, 'taken'],
		['a picture that comes later', 'photos', { ...photo, ...picture('image/webp') }, photo, worker, 'taken'],
		['another picture', 'photos', { ...photo, ...picture('image/jpeg') }, { ...photo, ...picture('image/jpeg') }, worker, 'immutable'],
		['a picture that is a page', 'photos', { ...photo, ...picture('text/html') }, null, worker, 'attachments'],
		['a picture under another name', 'photos', { ...photo, ...picture('image/jpeg', 'x') }, null, worker, 'attachments'],
		['counts by a manager', 'summary', { _id: `summary:${ULID}`, type: 'summary', ...HEAD, ...byManager, division: '330102016001', from: '2026-11-01', to: '2026-11-30', counts: { visits: 3 } }, null, manager, 'role'],
		['a losing leaf ended by somebody who may not write the record', 'org', { _id: grid._id, _deleted: true, type: 'grid', mergedInto: `2-${'a'.repeat(32)}` }, grid, worker, 'role']
	])('%s', (_, kind, doc, stored, user, answer) => {
		expect(write(kind, doc, stored, user).split(':')[0]).toBe(answer);
	}); // prettier-ignore
});

it.each(Object.entries(SOURCES))(
	'a guard stays small, because every database carries a copy: %s',
	(_, source) => {
		expect(source.length).toBeLessThan(24_000);
	}
);
