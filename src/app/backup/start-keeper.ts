import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { OpenServices } from '../open-services.ts'
import { restartPause } from '../workers/restart-pace.ts'
import type { KeeperOf } from './messages.ts'

const stopLimitMs = 15_000
const script = fileURLToPath(new URL('../../cli/backup-keeper.ts', import.meta.url))

export interface KeeperProcess {
  stop(): Promise<void>
}

/** Starts the process that keeps the backup, and starts it anew when it ends; by default in production only. */
export function startKeeperProcess({ config, demo, address, log }: OpenServices): KeeperProcess {
  const on = config.backup === 'on' || (config.backup === 'auto' && !demo)
  if (!on) return { stop: async () => {} }
  const of: KeeperOf = { address, dataDir: config.dataDir }
  const restarts: number[] = []
  let stopping = false
  let child: ChildProcess | undefined
  let pause: NodeJS.Timeout | undefined
  const begin = () => {
    child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    child.send(of, () => {}) // one that is gone already is started anew
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-1000)
    })
    child.once('exit', (code, signal) => {
      if (stopping) return
      const pauseMs = restartPause(restarts, Date.now())
      restarts.push(Date.now())
      log.error({ code, signal, pauseMs, said: said.trim() }, 'the keeper of the backup ended and is started anew')
      pause = setTimeout(begin, pauseMs)
    })
  }
  begin()
  return {
    async stop() {
      stopping = true
      clearTimeout(pause)
      if (child && child.exitCode === null && child.signalCode === null) await end(child)
    },
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((settle) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
    child.once('exit', () => {
      clearTimeout(limit)
      settle()
    })
    if (child.connected) child.disconnect()
  })
}
