// Writes the documents that follow from the code, or with --check compares them.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { TSchema } from 'typebox'
import { modules } from '../src/app/module-list.ts'
import { accessTable } from '../src/modules/access/index.ts'
import { ConfigSchema, settingName } from '../src/platform/config.ts'
import type { Api, RouteSpec } from '../src/platform/http/api.ts'
import { describeApi } from '../src/platform/http/openapi.ts'
import { formsTable } from './forms-table.ts'

const check = process.argv.includes('--check')
const head = '<!-- Written by `npm run docs`; compared by `npm run check`. -->\n'

function settings(): string {
  const required = new Set<string>(ConfigSchema.required)
  const rows = Object.entries(ConfigSchema.properties).map(([field, schema]) => {
    const { default: given, description } = schema as { default?: unknown; description?: string }
    return `| \`${settingName(field)}\` | ${given === undefined ? (required.has(field) ? 'required' : '–') : `\`${String(given)}\``} | ${description ?? ''} |`
  })
  return `${head}# Settings\n\nEnvironment variables, read once at start. Nothing must be set to try the system.\n\n| name | default | is |\n|---|---|---|\n${rows.join('\n')}\n`
}

function routes(): string {
  const specs: RouteSpec<TSchema, TSchema, TSchema, TSchema>[] = []
  const api: Api = (spec) => void specs.push(spec)
  for (const module of modules) module.routes?.(api)
  describeApi(specs)
  const rows = specs
    .map((spec) => `| ${spec.method} | \`/api${spec.path}\` | \`${spec.permission}\` | ${spec.summary} |`)
    .sort()
  return `${head}# Routes of the screens\n\nDescribed in full at \`/api/openapi.json\`.\n\n| method | path | needs | does |\n|---|---|---|---|\n${rows.join('\n')}\n`
}

function permissions(): string {
  const names = Object.assign({}, ...modules.map((module) => module.permissions)) as Record<string, string>
  const roles = spawnSync('ls', ['data/roles'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((name) => name.endsWith('.json'))
  const held = roles.map(
    (file) => JSON.parse(readFileSync(`data/roles/${file}`, 'utf8')) as { name: string; permissions: string[] },
  )
  const rows = Object.entries(names)
    .sort()
    .map(
      ([name, text]) =>
        `| \`${name}\` | ${text} | ${held
          .filter((role) => role.permissions.includes(name) || role.permissions.includes('*'))
          .map((role) => role.name)
          .join(', ')} |`,
    )
  return `${head}# Permissions and who holds them\n\nRoles are files in \`data/roles/\`.\n\n| permission | lets | roles |\n|---|---|---|\n${rows.join('\n')}\n`
}

const documents: Readonly<Record<string, () => string>> = {
  'docs/operations/settings.md': settings,
  'docs/operations/permissions.md': permissions,
  'docs/routes.md': routes,
  'docs/access-table.md': () => `${head}${accessTable(new Date())}`,
  'docs/forms.md': formsTable,
}
for (const [path, make] of Object.entries(documents)) {
  const text = make()
  if (!check) writeFileSync(path, text)
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    process.stdout.write(`${path} is out of date: run \`npm run docs\`.\n`)
    process.exitCode = 1
  }
}
if (!check) spawnSync(process.execPath, ['tools/generate-schema.ts'], { stdio: 'inherit' })
