'use strict';
// `RegExp.prototype[Symbol.replace]` at speed, step by step as ECMA-262 says (regexps.cjs tells why).

const { apply, arrayPush, charCodeAt: charCode, indexOf, Object: ToObject, slice, SymbolReplace, TypeError } = require('./primordials.cjs');
const { execBy, isUnicode, originalExec, requireObject, skipEmpty, toIntegerOrInfinity, toLength } = require('./regexp-steps.cjs');

/** What `$1`, `$&` and their kind in a replacement stand for. */
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/**
 * @param {string} template with a `$` at `at`
 * @param {number} at
 * @param {string} matched @param {string} text @param {number} position
 * @param {any[]} captures the match, then its groups
 * @param {any} named
 */
function substitute(template, at, matched, text, position, captures, named) {
  const { length } = template;
  let result = '';
  let from = 0;
  for (; at >= 0 && at + 1 < length; at = indexOf(template, '$', at)) {
    result += slice(template, from, at);
    const code = charCode(template, at + 1);
    let end = at + 2;
    if (code === 36) result += '$';
    else if (code === 38) result += matched;
    else if (code === 96) result += slice(text, 0, position);
    else if (code === 39) {
      const tail = position + matched.length;
      result += tail >= text.length ? '' : slice(text, tail);
    } else if (code >= DIGIT_0 && code <= DIGIT_9) {
      let index = code - DIGIT_0;
      const second = end < length ? charCode(template, end) : 0;
      if (second >= DIGIT_0 && second <= DIGIT_9 && index * 10 + second - DIGIT_0 < captures.length) {
        index = index * 10 + second - DIGIT_0;
        end++;
      }
      if (index >= 1 && index < captures.length) {
        const capture = captures[index];
        if (capture !== undefined) result += capture;
      } else {
        result += slice(template, at, end);
      }
    } else if (code === 60 && named !== undefined) {
      const close = indexOf(template, '>', at);
      if (close < 0) {
        result += '$<';
      } else {
        const capture = named[slice(template, at + 2, close)];
        if (capture !== undefined) result += `${capture}`;
        end = close + 1;
      }
    } else {
      result += '$';
      end = at + 1;
    }
    from = at = end;
  }
  return from === 0 ? template : result + slice(template, from);
}

/**
 * What comes of a match that V8's own `exec` found: nobody can see how it is read.
 * @param {any} result @param {string} text @param {any} replacer @param {string} template @param {number} dollar
 */
function replacementOf(result, text, replacer, template, dollar) {
  const { index, groups } = result;
  if (replacer !== undefined) {
    const { length } = result;
    if (groups === undefined) {
      if (length === 1) return `${replacer(result[0], index, text)}`;
      if (length === 2) return `${replacer(result[0], result[1], index, text)}`;
    }
    const args = [];
    for (let n = 0; n < length; n++) args[n] = result[n];
    args[args.length] = index;
    args[args.length] = text;
    if (groups !== undefined) args[args.length] = groups;
    return `${apply(replacer, undefined, args)}`;
  }
  return dollar < 0 ? template : substitute(template, dollar, result[0], text, index, result, groups);
}

/**
 * What comes of a match that a package's `exec` made up.
 * @param {any} result @param {string} matched @param {number} position @param {string} text @param {any} replacer
 * @param {string} template @param {number} dollar
 */
function replacementOfForeign(result, matched, position, text, replacer, template, dollar) {
  const count = toLength(result.length);
  const args = [matched];
  for (let n = 1; n < count; n++) {
    const capture = result[n];
    args[n] = capture === undefined ? capture : `${capture}`;
  }
  const { groups } = result;
  if (replacer !== undefined) {
    arrayPush(args, position, text);
    if (groups !== undefined) arrayPush(args, groups);
    return `${apply(replacer, undefined, args)}`;
  }
  if (groups === null) throw new TypeError('Cannot convert undefined or null to object');
  return dollar < 0 ? template : substitute(template, dollar, matched, text, position, args, groups === undefined ? groups : ToObject(groups));
}

const replacing = {
  /** @this {any} @param {any} string @param {any} replaceValue */
  [SymbolReplace](string, replaceValue) {
    const rx = this;
    requireObject(rx, '@@replace');
    const text = `${string}`;
    const replacer = typeof replaceValue === 'function' ? replaceValue : undefined;
    const template = replacer === undefined ? `${replaceValue}` : '';
    const dollar = indexOf(template, '$');
    const flags = `${rx.flags}`;
    const results = [];
    const unicode = isUnicode(flags);
    const global = indexOf(flags, 'g') >= 0;
    if (global) rx.lastIndex = 0;
    // V8's own `exec` all the way
    let own = true;
    do {
      const { exec } = rx;
      if (exec !== originalExec) own = false;
      const result = execBy(exec, rx, text);
      if (result === null) break;
      results[results.length] = result;
      if (global && `${result[0]}` === '') skipEmpty(rx, text, unicode);
    } while (global);
    let accumulated = '';
    let next = 0;
    for (let i = 0; i < results.length; i++) {
      const result = results[i];
      if (own) {
        const { index } = result;
        // a replacer may run anything, but what was found stays found
        const replacement = replacementOf(result, text, replacer, template, dollar);
        accumulated += next === index ? replacement : slice(text, next, index) + replacement;
        next = index + result[0].length;
        continue;
      }
      const matched = `${result[0]}`;
      let position = toIntegerOrInfinity(result.index);
      if (position < 0) position = 0;
      else if (position > text.length) position = text.length;
      const replacement = replacementOfForeign(result, matched, position, text, replacer, template, dollar);
      if (position >= next) {
        accumulated += slice(text, next, position) + replacement;
        next = position + matched.length;
      }
    }
    return next >= text.length ? accumulated : accumulated + slice(text, next);
  },
};

module.exports = { replace: replacing[SymbolReplace] };
