// the same text at each run: no times, no folders
export default async function * (events) {
  for await (const { type, data } of events) {
    const { error } = data?.details ?? {}
    if (type === 'test:pass' || type === 'test:fail') {
      yield `${'  '.repeat(data.nesting)}${type} ${data.name}${error ? ` ${error.code} ${error.failureType} ${error.cause?.code} ${error.cause?.message.split('\n')[0]}` : ''}\n`
    }
    if (type === 'test:diagnostic' && !data.message.startsWith('duration')) yield `${data.message}\n`
    if (type === 'test:coverage') {
      for (const file of data.summary.files) {
        const name = file.path.split(/[\\/]/).at(-1)
        if (name !== 'app.test.js') yield `${name} ${file.coveredLineCount}/${file.totalLineCount} ${file.coveredBranchCount}/${file.totalBranchCount} ${file.coveredFunctionCount}/${file.totalFunctionCount}\n`
      }
    }
  }
}
