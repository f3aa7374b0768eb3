import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** MB of the whole process, with what libraries hold beside the heap. */
export const residentMb = (): number => Math.round(process.memoryUsage().rss / 2 ** 20)

/** MB of the heap after a collection of what nobody holds. */
export function heapMb(): number {
  collect()
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20)
}
