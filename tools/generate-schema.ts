// Writes schema.sql, the schema after all migrations, or with --check compares it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startTestDatabase } from '../tests/support/cluster.ts'

/** What a reviewer wants to see of each kind of thing in the schema, one line each, in a fixed order. */
const questions = [
  `select 'table ' || c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ||
     case when a.attnotnull then ' not null' else '' end ||
     coalesce(case when a.attidentity <> '' then ' identity' when a.attgenerated <> '' then ' generated ' || pg_get_expr(d.adbin, d.adrelid) else ' default ' || pg_get_expr(d.adbin, d.adrelid) end, '') as line
   from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
   left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where n.nspname = 'public' and c.relkind in ('r', 'p', 'v') order by c.relname, a.attnum`,
  `select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as line
   from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n' order by 1`,
  `select 'index ' || indexdef as line from pg_indexes where schemaname = 'public' order by tablename, indexname`,
  `select 'function ' || p.oid::regprocedure || ' returns ' || pg_get_function_result(p.oid) || case when p.prosecdef then ' security definer' else '' end || ' md5 ' || md5(p.prosrc) as line
   from pg_proc p where p.pronamespace = 'public'::regnamespace and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`,
  `select 'trigger ' || pg_get_triggerdef(oid) as line from pg_trigger where not tgisinternal order by 1`,
  `select 'grant ' || table_name || ' ' || grantee || ' ' || string_agg(privilege_type, ', ' order by privilege_type) as line
   from information_schema.role_table_grants where table_schema = 'public' and grantee = 'lanong_app' group by table_name, grantee order by table_name`,
]

const folder = mkdtempSync(join(tmpdir(), 'lanong-schema-'))
const cluster = await startTestDatabase(folder)
const client = new pg.Client({ ...cluster.address, database: 'test_template' })
await client.connect()
const parts: string[] = [
  '-- The schema after all migrations. Written by `npm run docs`, compared by `npm run check`.',
]
for (const question of questions) {
  const { rows } = await client.query<{ line: string }>(question)
  parts.push('', ...rows.map((row) => row.line.replace(/\s+/g, ' ')))
}
await client.end()
await cluster.stop()
rmSync(folder, { recursive: true, force: true })

const text = `${parts.join('\n')}\n`
const path = new URL('../schema.sql', import.meta.url)
if (!process.argv.includes('--check')) writeFileSync(path, text)
else if (readFileSync(path, 'utf8') !== text) {
  process.stdout.write(
    'schema.sql is not what the migrations make: run `npm run docs` and look at the difference.\n',
  )
  process.exitCode = 1
}
