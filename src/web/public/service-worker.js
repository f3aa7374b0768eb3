// Keeps the shell of the application for when the network is away: its page, code, styles, typefaces and icons, which
// are the same for everyone. Nothing of a patient comes by here: /api, /fhir and all else go to the server untouched.
// What was done and waits for the network is not here but in IndexedDB: a new version of this file touches none of it.
// Both are filled in when the application is built: a new build is a new worker with a shell of its own.
const build = 'development'
const files = []
const prefix = 'lanong-shell-'
const shell = prefix + build
const page = '/'
const isShellFile = (path) => path.startsWith('/assets/') || path.startsWith('/icons/')
const isOurs = (path) => !/^\/(api|fhir|oauth|dicomweb)\b/.test(path)

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(shell)
      .then((cache) => cache.add(new Request(page, { cache: 'reload' })).then(() => fill(cache)))
      .then(() => self.skipWaiting()),
  )
})

// Screens that nobody opened yet are there too when the network goes. One file that is missed is fetched when asked for.
const fill = (cache) => Promise.allSettled(files.map((file) => cache.add(file)))

// A page that is open may still be of the build before this one and load a screen of it: that shell stays beside.
async function dropOldShells() {
  const shells = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== shell)
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)))
}

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()))
})

async function keep(request, answer) {
  if (!answer.ok || answer.type !== 'basic') return
  const cache = await caches.open(shell)
  await cache.put(request, answer)
}

// Files with a hash in their name never change.
async function shellFile(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  await keep(request, answer.clone())
  return answer
}

// Every address of a screen is the one page. The server's is taken whenever it answers.
async function anyPage(request) {
  try {
    const answer = await fetch(request)
    if (answer.headers.get('content-type')?.startsWith('text/html')) await keep(page, answer.clone())
    return answer
  } catch (error) {
    const kept = (await (await caches.open(shell)).match(page)) ?? (await caches.match(page))
    if (kept) return kept
    throw error
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (isShellFile(pathname)) event.respondWith(shellFile(request))
  else if (request.mode === 'navigate' && isOurs(pathname)) event.respondWith(anyPage(request))
})
