'use strict';
const sinon = require('sinon');
const debounce = require('lodash.debounce');
const timers = require('timers');
const FakeTimers = require('@sinonjs/fake-timers');
const MockDate = require('mockdate');
const timekeeper = require('timekeeper');
const { schedule } = require('./schedule.js');

const real = { setTimeout, Date };
const inThisCentury = () => Date.now() > 1e12 && setTimeout === real.setTimeout && Date === real.Date;

function stubs() {
  const shop = { price: () => 10, buy(n) { return n * this.price(); } };
  sinon.stub(shop, 'price').returns(3);
  const spy = sinon.spy(shop, 'buy');
  console.log('stubs', shop.buy(2), spy.calledOnceWithExactly(2), shop.price.callCount);
  sinon.restore();
  console.log('restored', shop.buy(2));
}

function clock() {
  const clock = sinon.useFakeTimers({ now: 1000 });
  const log = [];
  setTimeout(() => log.push(`timeout ${Date.now()}`), 500);
  const interval = setInterval(() => log.push('interval'), 200);
  timers.setTimeout(() => log.push('of the builtin'), 300);
  schedule(() => log.push('of another file'), 600);
  queueMicrotask(() => log.push('microtask'));
  process.nextTick(() => log.push('tick'));
  const saved = debounce(() => log.push('of a package'), 100);
  saved();
  clock.tick(700);
  clearInterval(interval);
  console.log('clock', log.join(', '));
  console.log(new Date().toISOString(), performance.now(), process.hrtime()[0], new Date(7).getTime(), Date.isFake);
  clock.restore();
  console.log('real again', inThisCentury());
}

async function asynchronous() {
  const clock = FakeTimers.install({ now: new Date('2030-01-01'), toFake: ['setTimeout', 'Date'] });
  const waited = new Promise((resolve) => setTimeout(() => resolve(new Date().getFullYear()), 1000 * 60 * 60 * 24 * 400));
  await clock.tickAsync(1000 * 60 * 60 * 24 * 400);
  console.log('asynchronous', await waited);
  clock.uninstall();
  console.log('real again', inThisCentury());
}

function dates() {
  MockDate.set('2000-01-01T00:00:00Z');
  console.log('mockdate', Date.now(), new Date().toISOString(), new Date(7).getTime(), Date.UTC(1970, 0, 1), schedule.now());
  MockDate.reset();
  timekeeper.freeze(new Date('2001-01-01T00:00:00Z'));
  console.log('timekeeper', Date.now(), new Date().toISOString(), schedule.now(), timekeeper.isKeepingTime());
  timekeeper.reset();
  timekeeper.travel(new Date('2002-01-01T00:00:00Z'));
  console.log('travelled', new Date().getFullYear());
  timekeeper.reset();
  console.log('real again', inThisCentury());
}

stubs();
clock();
asynchronous().then(dates);
