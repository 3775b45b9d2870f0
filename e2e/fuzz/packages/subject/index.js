// The application whose guard is made to fail: it hands ordinary objects to an attacker, uses packages that do all kinds
// of permitted things, and says whether anybody was touched.
const fs = require('fs')
const http = require('http')
const path = require('path')
const { EventEmitter, once } = require('events')
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads')
const { fork, execFileSync } = require('child_process')
const victim = require('victim')
const attacker = require('attacker')

process.env.PRIVATE = 'of-the-application'
const before = victim.witness()

async function given () {
  const server = http.createServer((req, res) => res.end('ok'))
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const request = http.get({ port: server.address().port, agent: false })
  request.on('response', response => response.resume())
  const [, socket] = await Promise.all([once(request, 'response'), once(server, 'connection').then(([connection]) => connection)])
  const file = fs.createReadStream(__filename)
  await once(file, 'open')
  const timer = setTimeout(() => {}, 1000)
  return {
    objects: { emitter: new EventEmitter(), file, socket, request, timer },
    close: () => { file.destroy(); clearTimeout(timer); request.destroy(); socket.destroy(); server.close() }
  }
}

async function attack () {
  const { objects, close } = await given()
  victim.matches('secret')
  await attacker.attack(objects)
  await import('attacker/module.mjs').then(module => module.attack(), () => {})
  close()
  const after = victim.witness()
  if (after !== before) console.log('LEAK the victim was touched: ' + after)
  if (({}).polluted !== undefined) console.log('LEAK the application was touched')
}

async function threads () {
  const habits = require('habits')
  await habits.all(tried)
  tried('polyfill', () => require('polyfill').run())
  const worker = new Worker(__filename, { workerData: 'attack' })
  worker.on('error', () => { process.exitCode = 1 })
  await once(worker, 'exit')
  await tried('child', () => execFileSync(process.execPath, [__filename, 'attack'], { stdio: 'inherit' }))
  await tried('fork', () => once(fork(__filename, ['attack']), 'exit'))
  await tried('not a file of a package', () => import('../secret.json', { with: { type: 'json' } }))
}

/** Something permitted: where the guard fails at it, that shows in the end. */
async function tried (name, what) {
  try {
    await what()
  } catch (error) {
    if (process.env.FUZZ_SAY) console.error(name, error)
  }
}

async function main () {
  // where something failed and left a server open
  setTimeout(() => process.exit(3), Number(process.env.FUZZ_PATIENCE)).unref()
  await attack()
  if (isMainThread && process.argv[2] === 'threads') await threads()
  if (isMainThread && process.argv[2] !== 'attack') {
    console.log('END of the application')
    setTimeout(() => process.exit(), 1000).unref()
  }
}

main().catch(error => {
  console.error(error)
  process.exit(1)
})
