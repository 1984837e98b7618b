import { conform, setUpServers, type Couch } from './conformance';

setUpServers();

async function fill(couch: Couch): Promise<void> {
	const docs = [
		{ _id: 'a', _rev: '1-a', kind: 'visit' },
		{ _id: 'b', _rev: '1-a', kind: 'check' },
		{ _id: 'b', _rev: '1-b', kind: 'check' },
		{ _id: 'c', _rev: '1-a', _deleted: true }
	];
	// one by one: within a batch each server has its own order
	for (const doc of docs) {
		await couch.ask(201, 'POST', '/{db}/_bulk_docs', { body: { new_edits: false, docs: [doc] } });
	}
}

conform('the feed tells what changed, from where it is asked', async (couch) => {
	await fill(couch);
	const all = await couch.ask(200, 'GET', '/{db}/_changes');
	const first = all.json.results[0].seq;
	await couch.ask(200, 'GET', `/{db}/_changes?since=${encodeURIComponent(first)}`);
	await couch.ask(200, 'GET', '/{db}/_changes?since=now');
	await couch.ask(200, 'GET', `/{db}/_changes?since=${encodeURIComponent(all.json.last_seq)}`);
	for (const limit of [0, 1, 2, 100, -1]) await couch.ask(200, 'GET', `/{db}/_changes?limit=${limit}`);
	await couch.ask(200, 'GET', '/{db}/_changes?descending=true');
	await couch.ask(200, 'GET', '/{db}/_changes?descending=true&limit=1');
	await couch.ask(200, 'POST', '/{db}/_changes', { body: {} });
	await couch.ask(400, 'GET', '/{db}/_changes?since=junk');
	await couch.ask(400, 'GET', '/{db}/_changes?feed=bad');
	await couch.ask(400, 'GET', '/{db}/_changes?limit=x', { real: 500, differs: 'CouchDB fails on it' });
});

conform('the feed carries conflicts and documents when asked', async (couch) => {
	await fill(couch);
	await couch.ask(200, 'GET', '/{db}/_changes?style=all_docs');
	await couch.ask(200, 'GET', '/{db}/_changes?include_docs=true');
	await couch.ask(200, 'GET', '/{db}/_changes?include_docs=true&conflicts=true');
});

conform('filters of CouchDB and of design documents', async (couch) => {
	await fill(couch);
	const filters = {
		kind: 'function (doc, req) { return doc.kind === req.query.kind; }',
		fails: 'function () { x.y; }'
	};
	const views = { visits: { map: 'function (doc) { if (doc.kind === "visit") emit(doc._id); }' } };
	await couch.ask(201, 'PUT', '/{db}/_design/pick', { body: { filters, views } });
	await couch.ask(200, 'GET', '/{db}/_changes?filter=pick/kind&kind=check');
	await couch.ask(200, 'GET', '/{db}/_changes?filter=_view&view=pick/visits');
	const pending = { differs: 'CouchDB counts what its filter did not choose as pending' };
	await couch.ask(200, 'GET', '/{db}/_changes?filter=_design', pending);
	await couch.ask(200, 'GET', '/{db}/_changes?filter=_doc_ids&doc_ids=["a","x"]', pending);
	await couch.ask(200, 'POST', '/{db}/_changes?filter=_doc_ids', {
		body: { doc_ids: ['a', 'x'] },
		...pending
	});
	await couch.ask(200, 'POST', '/{db}/_changes?filter=_selector', { body: { selector: { kind: 'visit' } } });
	await couch.ask(404, 'GET', '/{db}/_changes?filter=none/kind');
	await couch.ask(404, 'GET', '/{db}/_changes?filter=pick/none');
	await couch.ask(400, 'GET', '/{db}/_changes?filter=pick');
	await couch.ask(400, 'POST', '/{db}/_changes?filter=_selector', { body: {} });
	await couch.ask(400, 'POST', '/{db}/_changes?filter=_doc_ids', {
		body: { doc_ids: 'a' },
		differs: 'other words'
	});
});

conform('longpoll answers at once when there is something, else when there is', async (couch) => {
	await fill(couch);
	await couch.ask(200, 'GET', '/{db}/_changes?feed=longpoll');
	await couch.ask(200, 'GET', '/{db}/_changes?feed=longpoll&since=now&timeout=50');
	const waiting = couch.ask(200, 'GET', '/{db}/_changes?feed=longpoll&since=now&timeout=20000');
	await new Promise((resolve) => setTimeout(resolve, 300));
	await couch.send('PUT', '/{db}/new', { body: {} });
	await waiting;
});

conform('continuous and eventsource end with their time-out', async (couch) => {
	await fill(couch);
	await couch.ask(200, 'GET', '/{db}/_changes?feed=continuous&timeout=100');
	await couch.ask(200, 'GET', '/{db}/_changes?feed=continuous&timeout=100&limit=1');
	await couch.ask(200, 'GET', '/{db}/_changes?feed=eventsource&timeout=100');
});
