const { test, describe, it } = require('node:test')
const assert = require('node:assert/strict')
const fs = require('node:fs/promises')
const debounce = require('lodash.debounce')
const request = require('supertest')
const app = require('../lib/app')
const store = require('../lib/store')

describe('routes', () => {
  it('greets', () => request(app).get('/hello/ann').expect(200, { hello: 'ann' }))
  it('saves', async (t) => {
    const write = t.mock.method(fs, 'writeFile', async () => {})
    await request(app).post('/notes').send({ a: 1 }).expect(201, { id: 1 })
    assert.equal(write.mock.callCount(), 1)
  })
  it('says what failed', async () => {
    const { body } = await request(app).post('/notes').send({ a: 1 }).expect(500)
    assert.match(body.error, /ENOENT/)
  })
})

test('the clock of the application and of its packages is mocked', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 })
  const late = t.mock.fn()
  const calm = t.mock.fn()
  store.later(late, 5000)
  debounce(calm, 100)()
  assert.equal(store.now(), 1000)
  t.mock.timers.tick(5000)
  assert.deepEqual([late.mock.callCount(), calm.mock.callCount(), store.now()], [1, 1, 6000])
})

test('what the test replaces its subject sees', async () => {
  const { fetch } = globalThis
  globalThis.fetch = async (url) => ({ json: () => ({ url }) })
  try {
    assert.deepEqual(await store.rates(), { url: 'http://rates.example/latest' })
  } finally {
    globalThis.fetch = fetch
  }
})

test('to do', { todo: true }, () => assert.equal(1, 2))
test('skipped', { skip: true }, () => {})
test('plans', (t) => {
  t.plan(1)
  t.assert.ok(true)
})
test('has subtests', async (t) => {
  await t.test('inner', () => {})
  t.diagnostic('a word')
})
