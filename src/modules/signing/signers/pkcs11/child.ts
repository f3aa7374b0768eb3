import { CryptokiFault, loadCryptoki } from './cryptoki.ts'
import type { TokenAnswer, TokenDone, TokenRequest, TokenTask } from './messages.ts'
import { openSigning, type SigningSession } from './signing-session.ts'
import { listCertificates } from './tokens.ts'

/** The process that holds the vendor's library: when that crashes, only this ends. */
const cryptoki = loadCryptoki(process.argv[2] ?? '')
cryptoki.initialize(null)

let session: SigningSession | undefined

function perform(task: TokenTask): Omit<TokenDone, 'id'> {
  if (task.kind === 'list') return { certificates: listCertificates(cryptoki) }
  if (task.kind === 'sign') {
    if (!session) throw new CryptokiFault('token-gone', 'no session')
    return { signature: session.sign(task.content) }
  }
  const before = session
  session = undefined
  before?.close()
  if (task.kind === 'open') session = openSigning(cryptoki, task.token, task.key, task.pin)
  return {}
}

function answer({ id, task }: TokenRequest): TokenAnswer {
  try {
    return { id, ...perform(task) }
  } catch (error) {
    return { id, fault: error instanceof CryptokiFault ? error.fault : 'refused' }
  }
}

process.on('message', (request: TokenRequest) => process.send?.(answer(request)))
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => undefined)
