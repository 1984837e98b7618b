import { describe, expect, it } from 'vitest';
import { readSettings } from './settings';

describe('settings from the environment', () => {
	it('have defaults that show nothing to the outside', () => {
		expect(readSettings({})).toMatchObject({ host: '127.0.0.1', port: 3000, couch: undefined });
		expect(readSettings({}).dataDir).toMatch(/\/data$/);
	});

	it('may name a CouchDB of one’s own', () => {
		const env = { COUCHDB_URL: 'http://db:5984/', COUCHDB_USER: 'admin', COUCHDB_PASSWORD: 'secret' };
		expect(readSettings(env).couch).toEqual({ url: 'http://db:5984', user: 'admin', password: 'secret' });
		expect(readSettings({ COUCHDB_URL: 'https://a:b%40@db' }).couch).toEqual({
			url: 'https://db',
			user: 'a',
			password: 'b@'
		});
	});

	it.each([
		['a port that is a word', { PORT: 'http' }, 'PORT "http"'],
		['a port that is too high', { PORT: '70000' }, 'PORT "70000"'],
		['an address that is none', { COUCHDB_URL: 'db:5984' }, 'COUCHDB_URL "db:5984"'],
		['an address without its admin', { COUCHDB_URL: 'http://db:5984' }, 'COUCHDB_USER and COUCHDB_PASSWORD']
	])('are refused with one line: %s', (_, env, line) => {
		expect(() => readSettings(env)).toThrow(line);
	});
});
