export async function attack () {
  for (const name of ['fs', 'node:child_process', 'data:text/javascript,export default process', '../victim/internal.js']) {
    try { leaked('import ' + name, await import(name)) } catch {}
  }
  try { if (process.env.PRIVATE) leaked('env in a module', process.env.PRIVATE) } catch {}
  try { leaked('import.meta', import.meta.resolve('../../secret.json') && (await import('../../secret.json', { with: { type: 'json' } })).default) } catch {}
}

function leaked (how, what) {
  if (what !== undefined && what !== null) console.log('LEAK ' + how)
}
