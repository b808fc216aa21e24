// The peer of bench/read.mjs: the same statement as GET /api/needs/{id}, in a Fastify handler without anything around it.
import 'reflect-metadata';
import { createRequire } from 'node:module';
import fastify from 'fastify';
import pg from 'pg';

const require = createRequire(import.meta.url);
const { needStatement, needView } = require('../dist/needs/needs.queries.js');

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const {
  rows: [admin],
} = await pool.query(
  `SELECT a.id AS "accountId", m.district_id AS "districtId" FROM account a JOIN membership m ON m.account_id = a.id WHERE a.login = 'admin'`,
);
const actor = { ...admin, grants: [{ role: 'admin', schoolId: null, volunteerId: null }] };

const app = fastify();
app.get('/api/health/live', () => ({}));
app.get('/api/needs/:id', async (request) => {
  const { text, params } = needStatement(actor, request.params.id);
  const { rows } = await pool.query(text, params);
  return needView(rows[0]);
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
