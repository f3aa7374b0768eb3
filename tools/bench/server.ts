// The server under measurement, in a process of its own: demo mode, so that the client `demo-system` exists,
// without the demo hospital. Told `LANONG_DATA_DIR`; prints its address, its process id and where its PostgreSQL answers.
import { sql } from 'kysely'
import { openServices } from '../../src/app/open-services.ts'
import { start } from '../../src/app/start.ts'
import { seedDemoAccounts } from '../../src/modules/identity/index.ts'
import { readConfig } from '../../src/platform/config.ts'
import { makeContext, systemActor } from '../../src/platform/services.ts'

const config = readConfig({ LANONG_PORT: '0', ...process.env })
const services = await openServices(config, { demo: true, logToFile: true })
await sql`insert into facility (id, code, name) values (1, '01ZZ1', 'Bench') on conflict (id) do nothing`.execute(
  services.db,
)
await seedDemoAccounts(makeContext(services, { facility: 1, actor: systemActor }))
const program = await start(services)
const { host, port } = services.address
process.stdout.write(
  `ready ${JSON.stringify({ url: program.url, pid: process.pid, postgres: services.embedded?.pid, host, port: port ?? 5432 })}\n`,
)
process.once('SIGTERM', () => {
  program.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
