import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { alarmSettings } from './alarm-settings.ts'
import { protectionSettings } from './protection-settings.ts'
import { traceSettings } from './trace-settings.ts'

/** Every setting, with its unit and default. `npm run docs` prints this table. */
export const ConfigSchema = Type.Object(
  {
    host: Type.String({ default: '127.0.0.1', description: 'Address the web server listens on' }),
    port: Type.Integer({
      default: 8080,
      minimum: 0,
      maximum: 65535,
      description: 'TCP port of the web server; 0 means any free port',
    }),
    dataDir: Type.String({
      default: './var',
      minLength: 1,
      description: 'Folder of the embedded database and of files',
    }),
    databaseUrl: Type.Optional(
      Type.String({
        description: 'PostgreSQL 16 or newer to use, several hosts with commas; embedded when absent',
      }),
    ),
    databaseReplicaUrl: Type.Optional(
      Type.String({
        description:
          'Streaming replica of the external PostgreSQL for reads that may be a little old (docs/operations/replica.md); none when absent',
      }),
    ),
    databaseReplicaLagSeconds: Type.Integer({
      default: 10,
      minimum: 1,
      maximum: 600,
      description: 'Seconds that the replica may be behind; one further behind answers nobody',
    }),
    databaseReplicaWrites: Type.Union([Type.Literal('go-on'), Type.Literal('wait')], {
      default: 'go-on',
      description:
        'While a synchronous replica is away: `go-on`, writes are done on the primary alone and a promotion is refused; `wait`, they and what must be noted are refused (docs/operations/replica.md)',
    }),
    databaseReplicaPatienceSeconds: Type.Integer({
      default: 15,
      minimum: 1,
      maximum: 600,
      description: 'Seconds that a write waits for a synchronous replica before the replica counts as away',
    }),
    blobUrl: Type.Optional(
      Type.String({
        pattern: '^file:',
        description: 'Where documents are kept, `file:` URL; below the data folder when absent',
      }),
    ),
    logLevel: Type.Union(
      [
        Type.Literal('fatal'),
        Type.Literal('error'),
        Type.Literal('warn'),
        Type.Literal('info'),
        Type.Literal('debug'),
        Type.Literal('trace'),
        Type.Literal('silent'),
      ],
      { default: 'info', description: 'Least severe log line that is written' },
    ),
    sessionIdleMinutes: Type.Integer({
      default: 30,
      minimum: 1,
      maximum: 720,
      description: 'Minutes until an idle session ends',
    }),
    sessionMaxHours: Type.Integer({
      default: 12,
      minimum: 1,
      maximum: 24,
      description: 'Hours until any session ends',
    }),
    workers: Type.Integer({
      default: 1,
      minimum: 1,
      maximum: 64,
      description: 'Processes that serve requests on the port; one for every two cores is a good start',
    }),
    databasePool: Type.Integer({
      default: 8,
      minimum: 2,
      maximum: 100,
      description: 'Connections to the database, of each process; half as many more for searches',
    }),
    databaseStatementSeconds: Type.Integer({
      default: 120,
      minimum: 1,
      maximum: 3600,
      description: 'Seconds that one statement may take before the database breaks it off',
    }),
    requestsAtOnce: Type.Integer({
      default: 400,
      minimum: 10,
      maximum: 10_000,
      description: 'Requests under way in each process, from which further ones are refused with 503',
    }),
    fhirUpdatesNeedVersion: Type.Boolean({
      default: false,
      description: 'FHIR updates of what exists must name the version they replace (If-Match)',
    }),
    corsOrigins: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s,]+(,https?://[^\\s,]+)*$',
        description: 'Web pages of other origins that may call the FHIR interface, with commas; none when absent',
      }),
    ),
    trustProxy: Type.Optional(
      Type.String({
        pattern:
          '^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(/\\d+)?)(, ?(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(/\\d+)?))*$',
        description:
          'Addresses of the proxies whose X-Forwarded-For, -Proto and -Host are believed, with commas: `loopback`, `10.0.0.5`, `10.0.0.0/8`; nobody when absent',
      }),
    ),
    metricsTokenFile: Type.Optional(
      Type.String({ description: 'File with the token that lets other machines read /metrics' }),
    ),
    ledgerHeadMinutes: Type.Integer({
      default: 60,
      minimum: 1,
      maximum: 1440,
      description: 'Minutes between signed heads of the ledger; the archiving of a record signs one at once',
    }),
    diskReserveMb: Type.Integer({
      default: 256,
      minimum: 0,
      maximum: 1_000_000,
      description:
        'Megabytes that stay free in the data folder: below them nothing new is stored, reading goes on',
    }),
    subscriptionEndpoints: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s,]+(,https?://[^\\s,]+)*$',
        description: 'Beginnings of the addresses that subscriptions may notify, with commas; none when absent',
      }),
    ),
    bulkSources: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s,]+(,https?://[^\\s,]+)*$',
        description: 'Beginnings of the addresses that $import may fetch from, with commas; none when absent',
      }),
    ),
    remoteSigningUrl: Type.Optional(
      Type.String({
        pattern: '^https?://',
        description:
          'Remote signing service (Cloud Signature Consortium API v2), `https://…/csc/v2`; none when absent',
      }),
    ),
    remoteSigningClient: Type.Optional(
      Type.String({ description: 'Client id of this hospital at the remote signing service' }),
    ),
    remoteSigningSecretFile: Type.Optional(
      Type.String({ description: 'File with the client secret of the remote signing service' }),
    ),
    remoteSigningTimeoutSeconds: Type.Integer({
      default: 20,
      minimum: 1,
      maximum: 300,
      description: 'Seconds that the remote signing service may take for an answer',
    }),
    tokenModule: Type.Optional(
      Type.String({
        description: 'PKCS#11 library of the token or HSM that keys of signers are in; none when absent',
      }),
    ),
    timeStampUrl: Type.Optional(
      Type.String({
        pattern: '^https?://',
        description:
          'Time-stamp authority (RFC 3161) for signatures; the demo authority of this machine when absent',
      }),
    ),
    messageUrl: Type.Optional(
      Type.String({
        pattern: '^https?://',
        description: 'Message service (SMS) for one-time codes of patients: POST {to, text}; none when absent',
      }),
    ),
    socUrl: Type.Optional(
      Type.String({
        pattern: '^tls://[^\\s/]+$',
        description:
          'Security operations centre that gets the journal, `tls://host:6514` (syslog, RFC 5424 and 5425, CEF); none when absent',
      }),
    ),
    socCaFile: Type.Optional(
      Type.String({ description: 'File with the certificate authority of the security operations centre' }),
    ),
    fingerprintReadersFile: Type.Optional(
      Type.String({
        description: 'File with the fingerprint readers of this hospital (docs/fingerprint-readers.md)',
      }),
    ),
    backup: Type.Union([Type.Literal('auto'), Type.Literal('on'), Type.Literal('off')], {
      default: 'auto',
      description: 'Whether the server keeps a backup of itself; `auto`: in production, not in a demo',
    }),
    backupFolder: Type.Optional(
      Type.String({ description: 'Folder of the backup copy here; `backup` in the data folder when absent' }),
    ),
    backupElsewhere: Type.Optional(
      Type.String({
        pattern: '^(file:///|s3://[a-z0-9.-]+)',
        description:
          'Second copy of the backup: `file:///mnt/nas/lanong` or `s3://bucket/prefix`; none when absent, and the status says so',
      }),
    ),
    backupKeyFile: Type.Optional(
      Type.String({
        description:
          'File with the recovery key of the backup; made as `backup.key` in the data folder when absent',
      }),
    ),
    backupS3File: Type.Optional(
      Type.String({
        description:
          'JSON file with `endpoint`, `region`, `accessKeyId`, `secretAccessKey` of the object store of the second copy',
      }),
    ),
    ...protectionSettings,
    ...alarmSettings,
    ...traceSettings,
    publicUrl: Type.Optional(
      Type.String({
        pattern: '^https?://',
        description: 'Address that browsers use, when a proxy stands before the server',
      }),
    ),
  },
  { additionalProperties: false },
)
export type Config = Readonly<Static<typeof ConfigSchema>>

/** `sessionIdleMinutes` to `LANONG_SESSION_IDLE_MINUTES`. */
export function settingName(field: string): string {
  return `LANONG_${field.replace(/[A-Z]/g, '_$&').toUpperCase()}`
}

/** Under it a configuration keeps which settings somebody gave. */
const givenFields = Symbol('given')

export const isGiven = (config: Config, field: string): boolean =>
  (config as { readonly [givenFields]?: readonly string[] })[givenFields]?.includes(field) === true

/** Reads LANONG_PORT, LANONG_DATA_DIR, … once, at start. Throws with every fault at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(ConfigSchema.properties)
      .map((field) => [field, env[settingName(field)]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const names = Object.keys(given)
  const config = Value.Convert(ConfigSchema, Value.Default(ConfigSchema, given))
  const faults = [...Value.Errors(ConfigSchema, config)].map((fault) => {
    const field = fault.instancePath.slice(1)
    return `${field ? settingName(field) : 'LANONG_*'} ${fault.message}`
  })
  if (faults.length > 0) throw new Error(`Settings are not valid:\n  ${[...new Set(faults)].join('\n  ')}`)
  return Object.freeze({ ...(config as Config), [givenFields]: names })
}
